"""The names that the data has in English, in the pages that are in English."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.browse.byheart import spoken


@pytest.fixture
def english(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("lang", "en")
    return client


def text(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", response.text.replace("&#39;", "'"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/doc/metier/MET.797", ["baccalauréat + 2 years", "employee", "(beginner)"]),
        ("/doc/niveau/bac-2", ["<h1>baccalauréat + 2 years</h1>"]),
        ("/niveaux", ["CAP (vocational certificate) or equivalent"]),
        ("/doc/formation/FOR.270", ["baccalauréat + 2 years"]),
        ("/doc/rome/v3/M16", ["baccalauréat + 2 years"]),
        ("/ontology", ["Occupation", "mg:Metier"]),
        ("/conflits?metier=MET.797", ["baccalauréat + 2 years"]),
        ("/exemples", ["How many occupations per level"]),
    ],
)
def test_names_are_english_where_the_data_has_them(
    english: FlaskClient, path: str, words: list[str]
) -> None:
    found = text(english, path)
    assert [each for each in words if each not in found] == []


def test_what_is_french_says_so(english: FlaskClient) -> None:
    found = text(english, "/doc/metier/MET.797")
    assert '<html lang="en">' in found
    assert '<h1 lang="fr">assistant/e de gestion</h1>' in found
    assert 'lang="fr"><p>' in found or 'lang="fr"> <p>' in found


def test_a_french_page_says_its_language_once(client: FlaskClient) -> None:
    assert text(client, "/doc/metier/MET.797").count('lang="fr"') == 1


def test_an_english_number_is_written_as_such(english: FlaskClient) -> None:
    assert "€1,900 to €2,400 gross per month" in text(english, "/doc/metier/MET.797")


@pytest.mark.parametrize(
    ("words", "expected"),
    [({"fr": "un", "en": "one"}, "un"), ({"en": "one"}, "one"), ({"": "1", "de": "ein"}, "1"),
     ({}, "")],
)  # fmt: skip
def test_a_text_is_said_in_the_best_language(words: dict[str, str], expected: str) -> None:
    assert spoken(words) == expected
