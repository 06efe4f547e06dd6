import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.search.title import LONGEST, MOST_WORDS, parse_title


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Infirmier·ère (H/F)", ["infirmier"]),
        ("H/F Vendeur-euse", ["vendeur"]),
        ("Agent d'accueil h/f/x", ["agent", "accueil"]),
        ("Acheteur / Acheteuse d'espaces publicitaires", ["acheteur", "espaces", "publicitaires"]),
        ("Chargé(e)s de clientèle F-H", ["charge", "clientele"]),
        ("Chef de CŒUR", ["chef", "coeur"]),
        ("étudiant·e·s", ["etudiant"]),
        ("moniteur.trice", ["moniteur"]),
        ("", []),
        ("?!", []),
    ],
)
def test_marks_of_gender_are_set_aside(text: str, content: list[str]) -> None:
    assert list(parse_title(text).content) == content


def test_a_pair_is_spelt_whole_and_without_its_feminines() -> None:
    title = parse_title("Boulanger / Boulangère de nuit")
    assert title.spellings == ("boulanger boulangere de nuit", "boulanger de nuit")
    assert parse_title("boulanger").spellings == ("boulanger",)


def test_order_gender_and_number_leave_the_sorted_stems_alone() -> None:
    forms = ["conductrices de travaux", "travaux conducteur", "CONDUCTEUR DES TRAVAUX"]
    assert len({parse_title(form).sorted_stems for form in forms}) == 1


@pytest.mark.parametrize(("text", "plural"), [("infirmiers", True), ("bus", False), ("", False)])
def test_a_plural_is_told_by_the_first_word(text: str, plural: bool) -> None:
    assert parse_title(text).is_plural is plural


@given(text=st.text(max_size=1000))
def test_any_cell_is_bounded(text: str) -> None:
    title = parse_title(text)
    assert len(title.words) <= MOST_WORDS
    assert sum(map(len, title.words)) <= 18 * LONGEST  # a sign may fold to as many
    assert set(title.content) <= set(title.words)
