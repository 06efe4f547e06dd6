import pytest

from ontology.words import tokens
from server.search.intentions import read_intentions


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("bien payé sans bac", [("pay", "high"), ("niveau", "cap-ou-equivalent-1-an")]),
        ("métier avec les animaux", [("interet", "je-veux-m-occuper-d-animaux")]),
        ("travailler dans la banque", [("secteur", "banque-assurances")]),
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
