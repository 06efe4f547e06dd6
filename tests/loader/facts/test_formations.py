from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.facts.formations import duree_en_annees, joined_type, niveau_europeen, split_type


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("1 an", "1"),
        ("2 ans", "2"),
        ("10 ans", "10"),
        ("6 mois", "0.5"),
        ("18 mois", "1.5"),
        ("9 mois", "0.75"),
        ("7 mois", None),
        ("20 semaines", None),
        ("2 ans environ", None),
        ("0 an", None),
        ("٣ ans", None),
        ("", None),
    ],
)
def test_a_duration_is_reckoned_where_the_words_are_exactly_that(
    written: str, years: str | None
) -> None:
    assert duree_en_annees(written) == (Decimal(years) if years else None)


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("niveau 3", 3),
        ("niveau 7 (bac + 5)", 7),
        ("niveau 9", None),
        ("niveau 5 ou 6", None),
        ("non inscrit au RNCP", None),
        ("", None),
    ],
)
def test_a_level_of_certification_is_a_european_level(written: str, level: int | None) -> None:
    assert niveau_europeen(written) == level


@pytest.mark.parametrize(
    ("written", "libelle", "sigle"),
    [
        ("brevet de technicien supérieur (BTS)", "brevet de technicien supérieur", "BTS"),
        ("certificat (ex MC) (CS (ex MC))", "certificat (ex MC)", "CS (ex MC)"),
        ("CAP (CAP)", "CAP", "CAP"),
        ("licence pro", "licence pro", None),
        ("(BTS)", "(BTS)", None),
        ("titre ()", "titre ()", None),
        ("titre)", "titre)", None),
        ("titre(TP)", "titre(TP)", None),
        ("titre  (TP)", "titre  (TP)", None),
    ],
)
def test_a_type_has_its_abbreviation_apart(written: str, libelle: str, sigle: str | None) -> None:
    found = split_type(written)
    assert (found.libelle, found.sigle) == (libelle, sigle)


@given(st.text(st.sampled_from("a ()"), max_size=12).filter(str.strip))
def test_a_type_is_joined_as_it_was_written(written: str) -> None:
    assert joined_type(split_type(written)) == written
