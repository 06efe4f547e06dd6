import pytest

from ontology.words import tokens
from server.search.frames import is_frame, read_diploma, without_frame


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Boulanger H/F CDI 39h", ["boulanger"]),
        ("combien gagne un vétérinaire", ["veterinaire"]),
        ("faut-il être bon en maths pour devenir pilote", ["pilote"]),
        ("BTS MCO en alternance 24 places", ["bts", "mco"]),
        ("bac + 2", ["bac", "2"]),
        ("CDI", ["cdi"]),
        ("how to become a nurse", ["nurse"]),
        ("métiers de la mer", ["mer"]),
        ("DE infirmier", ["de", "infirmier"]),
    ],
)
def test_the_frame_falls_away_where_something_is_left(text: str, bare: list[str]) -> None:
    assert list(without_frame(tokens(text))) == bare


def test_words_of_questions_and_of_our_pages_are_a_frame() -> None:
    assert is_frame(["rome"])
    assert is_frame(["comment", "devenir", "un"])
    assert not is_frame(["comment", "devenir", "notaire"])


@pytest.mark.parametrize(
    ("text", "sigle"),
    [
        ("brevet de technicien supérieur tourisme", "BTS"),
        ("bac pro ciel", "bac pro"),
        ("DE infirmier", "DE"),
        ("directeur de port", ""),
        ("bac + 2", ""),
        ("BTS", ""),
    ],
)
def test_a_diploma_is_one_beside_a_name(text: str, sigle: str) -> None:
    found = read_diploma(tokens(text))
    assert (found[0].sigle if found else "") == sigle
