from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.facts.durees import durees_ecrites


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2 ans", "2"),
        ("2ans", "2"),
        ("2\N{NO-BREAK SPACE}ans", "2"),
        ("Deux ans", "2"),
        ("une année", "1"),
        ("5 années", "5"),
        ("2 à 3 ans", "2-3"),
        ("4 ou 5 ans", "4-5"),
        ("2/3 ans", "2-3"),
        ("deux à trois ans", "2-3"),
        ("2 ans ou 3 ans", "2-3"),
        ("entre 4 et 7 ans", "4-7"),
        ("9 mois à 1 an", "0.8-1"),
        ("12 à 18 mois", "1-1.5"),
        ("31 mois", "2.6"),
        ("dix-huit mois", "1.5"),
        ("5 ans et demi", "5.5"),
        ("2,5 ans", "2.5"),
        ("6 à 4 ans", "4-6"),
    ],
)
def test_a_duration_is_read_whole(written: str, years: str) -> None:
    low, _, high = years.partition("-")
    text = f"Compter {written} pour un phare."
    ((start, end, duree),) = durees_ecrites(text)
    assert text[start:end] == written
    assert (duree.minimum, duree.maximum) == (Decimal(low), Decimal(high or low))


@pytest.mark.parametrize(
    "text",
    ["la 2e année", "8 heures", "un anglais", "bac + 2", "3 semaines", "dans les ans", "12345 ans"],
)
def test_what_is_no_duration(text: str) -> None:
    assert list(durees_ecrites(text)) == []


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_sum_adds_both_ends(first: int, second: int) -> None:
    (_, _, one), (_, _, other) = durees_ecrites(f"{first} à 12 ans puis {second} mois")
    assert (one + other).maximum == 12 + other.maximum
    assert (one + other).minimum == min(first, 12) + other.minimum
