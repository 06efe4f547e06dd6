import pytest
from flask import Flask

from ontology import base
from server.browse.studies import Studies, StudyLength, read_studies
from server.http.language import speak
from server.releases.current import CurrentRelease


def studies(app: Flask, notation: str) -> Studies:
    current: CurrentRelease = app.extensions["current_release"]
    with app.test_request_context("/"):
        return read_studies(current.get().engine, f"{base()}id/metier/{notation}")


def test_lengths_and_routes_are_those_of_the_sheet(app: Flask) -> None:
    found = studies(app, "MET.797")
    assert [str(each) for each in found.lengths] == ["2 à 3 ans (Après le bac)"]
    assert [(each.name, each.text) for each in found.routes] == [
        ("Niveau bac", "Bac pro AGOrA"), ("Niveau bac + 2", "BTS de gestion"),
    ]  # fmt: skip


def test_a_metier_that_states_none_has_none(app: Flask) -> None:
    assert studies(app, "MET.5") == Studies([], [])


@pytest.mark.parametrize(
    ("minimum", "maximum", "french", "english"),
    [
        (2, 2, "2 ans", "2 years"),
        (1, 1, "1 an", "1 year"),
        (1.5, 1.5, "1,5 an", "1.5 year"),
        (3, 5, "3 à 5 ans", "3 to 5 years"),
        (2, None, "au moins 2 ans", "at least 2 years"),
    ],
)
def test_years_are_said_in_words(
    minimum: float, maximum: float | None, french: str, english: str
) -> None:
    length = StudyLength("", minimum, maximum)
    assert str(length) == french
    speak("en")
    assert str(length) == english
    speak("fr")
