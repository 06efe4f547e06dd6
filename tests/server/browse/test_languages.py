"""The names that the data has in English, in the pages that are in English."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.http.language import in_page_language


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


NODE = r'<a class="node"( lang="fr")? href="([^"]*)">([^<]*)</a>'


@pytest.mark.parametrize(
    ("path", "french", "english_name"),
    [
        ("/doc/formation/FOR.270", "/doc/metier/MET.797", "/doc/niveau/bac-2"),
        ("/voisinage/metier/MET.797", "/doc/formation/FOR.270", "/doc/niveau/bac-2"),
        ("/pourquoi?sujet=metier:MET.797&relation=mg:niveauAcces", "/doc/metier/MET.797",
         "/doc/niveau/bac-2"),
    ],
)  # fmt: skip
def test_a_name_says_that_it_is_french_unless_it_is_translated(
    english: FlaskClient, path: str, french: str, english_name: str
) -> None:
    marks = {href: bool(mark) for mark, href, _ in re.findall(NODE, text(english, path))}
    assert marks[french]
    assert not marks[english_name]


def test_a_text_of_an_answer_says_its_language(english: FlaskClient) -> None:
    query = "SELECT ('un'@fr AS ?a) ('one'@en AS ?b) {}"
    found = english.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert '<span lang="fr">un</span>' in found.text
    assert '<span lang="en">one</span>' in found.text


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
    assert in_page_language(words) == expected


@pytest.mark.parametrize(
    "path", ["/explorer?format=csv", "/explorer?format=json", "/voisinage/metier/MET.797.svg"]
)
def test_what_depends_on_the_cookie_says_so(client: FlaskClient, path: str) -> None:
    assert "Cookie" in client.get(path).vary
