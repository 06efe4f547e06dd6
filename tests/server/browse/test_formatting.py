import pytest

from server.browse.formatting import StartingPay, licence, number, pay


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (1900, "1\u202f900"), (11.5, "11,50"), (1234567, "1\u202f234\u202f567")],
)
def test_numbers_are_french(value: float, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("minimum", "maximum", "unit", "brut", "expected"),
    [
        (1900, 3100, "MONTH", True, "1\u202f900 à 3\u202f100\u00a0€ brut par mois"),
        (2000, None, "MONTH", True, "à partir de 2\u202f000\u00a0€ brut par mois"),
        (None, 2000, "MONTH", False, "jusqu'à 2\u202f000\u00a0€ par mois"),
        (1800, 1800, "", True, "1\u202f800\u00a0€ brut"),
        (11, None, "HOUR", False, "à partir de 11\u00a0€ par heure"),
        (None, None, "MONTH", True, ""),
    ],
)
def test_pay_in_a_few_words(
    minimum: float | None, maximum: float | None, unit: str, brut: bool, expected: str
) -> None:
    assert pay(minimum, maximum, unit, brut) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "Licence Ouverte"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL"),
        ("https://example.org/x", "https://example.org/x"),
        ("", ""),
    ],
)
def test_licences_have_a_name(iri: str, expected: str) -> None:
    assert licence(iri) == expected


@pytest.mark.parametrize(
    ("condition", "several", "expected"),
    [
        ("", False, ""),
        ("", True, "un des montants de la fiche"),
        ("pour les ingénieurs", True, "pour les ingénieurs"),
        ("selon " + "x" * 100, False, "selon …"),
    ],
)
def test_a_starting_pay_tells_what_restricts_it(
    condition: str, several: bool, expected: str
) -> None:
    said = StartingPay(1900, condition, several)
    assert said.words == "dès 1\u202f900\u00a0€ brut par mois"
    assert said.reserve == expected
