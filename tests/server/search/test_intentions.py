import pytest

from ontology.people_words import intention_phrases
from ontology.words import tokens
from server.explore.starting_points import STARTING_POINTS
from server.search.intentions import read_intentions


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("bien payé sans bac", [("pay", "high"), ("niveau", "cap-ou-equivalent-1-an")]),
        ("métier avec les animaux", [("interet", "je-veux-m-occuper-d-animaux")]),
        ("travailler dans la banque", [("secteur", "banque-assurances")]),
        ("métiers du bâtiment", [("interet", "je-veux-travailler-dans-le-batiment")]),
        ("working with animals", [("interet", "je-veux-m-occuper-d-animaux")]),
        ("well paid jobs outdoors", [("pay", "high"), ("interet", "j-aimerais-travailler-dehors")]),
        ("without a degree", [("niveau", "bac-ou-equivalent")]),
        ("short studies", [("duree", "short")]),
        ("notaire", []),
    ],
)
def test_a_query_without_name_is_all_wishes(text: str, wishes: list[tuple[str, str]]) -> None:
    found = read_intentions(tokens(text))
    assert [(each.facet, each.value) for each in found.wishes] == wishes
    assert found.is_all == bool(wishes)


def test_beside_a_name_only_what_is_no_part_of_one_is_a_wish() -> None:
    found = read_intentions(tokens("comptable bac +2 artisan"))
    assert [each.facet for each in found.wishes] == ["niveau"]
    assert not found.is_all


def test_what_comes_after_a_diploma_is_no_level_to_stop_at() -> None:
    found = read_intentions(tokens("devenir infirmière après un bac pro"))
    assert [(each.facet, each.value) for each in found.wishes] == [("apres", "bac-pro")]
    assert not found.is_all


def test_every_diploma_that_is_asked_for_has_a_page() -> None:
    asked = {each.value for each in intention_phrases().values() if each.facet == "apres"}
    assert asked <= STARTING_POINTS.keys()
