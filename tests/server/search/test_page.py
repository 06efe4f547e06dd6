import re

import pytest
from flask.testing import FlaskClient

from server.search import page

JSON = {"Accept": "application/json"}


def test_the_page_shows_what_is_found(client: FlaskClient) -> None:
    response = client.get("/recherche?q=metiers+du+bois", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert 'href="/doc/metier/MET.2"' in response.text
    assert 'value="metiers du bois"' in response.text
    assert response.headers["Vary"] == "Accept, Cookie"


def test_the_same_as_json(client: FlaskClient) -> None:
    response = client.get(
        "/recherche?q=comptable&type=metier", headers={"Accept": "application/json"}
    )
    found = response.get_json()
    assert (found["total"], found["page"], found["pages"]) == (2, 1, 1)
    assert found["truncated"] is False
    assert found["results"][0] == {
        "iri": "https://w3id.org/metiers-graphe/id/metier/MET.3",
        "type": "metier",
        "label": "comptable",
        "note": "note de comptable",
        "url": "/doc/metier/MET.3",
    }


def test_what_was_typed_is_escaped(client: FlaskClient) -> None:
    text = client.get('/recherche?q="><script>alert(1)</script>').text
    assert "<script" not in text


def test_without_words_it_invites(client: FlaskClient) -> None:
    assert "Écrivez un métier" in client.get("/recherche").text


def test_nothing_found_says_so(client: FlaskClient) -> None:
    assert "Rien ne correspond" in client.get("/recherche?q=xyzzy").text


def test_the_total_is_said(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ">2 résultats<" in client.get("/recherche?q=gestion").text
    assert ">1 résultat<" in client.get("/recherche?q=MET.797").text
    monkeypatch.setattr(page, "_MOST", 1)
    assert ">1 premier résultat<" in client.get("/recherche?q=gestion").text
    assert client.get("/recherche?q=gestion", headers=JSON).get_json()["truncated"] is True


def test_only_the_types_that_are_found_are_offered(client: FlaskClient) -> None:
    text = client.get("/recherche?q=gestion").text
    assert re.findall("type=([a-z]+)", text) == ["metier", "formation"]
    restricted = client.get("/recherche?q=gestion&type=formation", headers=JSON).get_json()
    assert {hit["type"] for hit in restricted["results"]} == {"formation"}
    assert "Rien ne correspond" in client.get("/recherche?q=gestion&type=niveau").text


def test_an_unknown_type_is_refused(client: FlaskClient) -> None:
    response = client.get("/recherche?q=gestion&type=inconnu")
    assert response.status_code == 400
    assert "formation" in response.get_json(force=True)["detail"]
