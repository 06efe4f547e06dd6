import re
from html import unescape
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

from server.search.ranking import TYPES

JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}
HOSTILE = [
    '"', "a\0b", "%00", "é" * 10_000, '"><script>alert(1)</script>', "' OR 1=1 --", "😀", "NEAR(",
    "{{ 7 * 7 }}", "\u202e", "%ff%fe", "a" * 300,
]  # fmt: skip


def words_of(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", text)))


def test_the_page_shows_what_is_found(client: FlaskClient) -> None:
    response = client.get("/recherche?q=metiers+du+bois", headers=HTML)
    assert response.status_code == 200
    assert 'href="/doc/metier/MET.2"' in response.text
    assert 'value="metiers du bois"' in response.text
    assert "Accept" in response.headers["Vary"]


def test_the_same_as_json(client: FlaskClient) -> None:
    response = client.get("/recherche?q=secretaire+comptable&type=metier", headers=JSON)
    found = response.get_json()
    assert "Accept" in response.headers["Vary"]
    assert (found["total"], found["page"], found["pages"]) == (1, 1, 1)
    assert (found["truncated"], found["partial"], found["spelling"]) == (False, False, "")
    assert found["results"][0] == {
        "iri": "https://w3id.org/metiers-graphe/id/metier/MET.797",
        "type": "metier",
        "label": "assistant/e de gestion",
        "note": "note de gestion",
        "matched": "secrétaire comptable",
        "reason": "name",
        "url": "/doc/metier/MET.797",
    }


@pytest.mark.parametrize("q", ["gestion", "m1605", "comptabel", "xyzzy", "", "menuisier zingueur"])
def test_both_forms_name_the_same_things_in_the_same_order(client: FlaskClient, q: str) -> None:
    told = client.get("/recherche", query_string={"q": q}, headers=JSON).get_json()
    page = client.get("/recherche", query_string={"q": q}, headers=HTML).text
    shown = re.findall(r'<li><a class="node" href="(/doc/[^"]+)"', page)
    assert shown == [hit["url"] for hit in told["results"]]


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("secretaire comptable", "trouvé par l'appellation « secrétaire comptable »"),
        ("aide de bureau", "trouvé par l'appellation ROME « Aide de bureau »"),
        ("m1605", "trouvé par le code ROME « M1605 »"),
        ("met.797", "trouvé par le code MET.797"),
        ("raboter", "trouvé dans le texte de la fiche"),
        ("m1605", "ROME V4 M1605"),
        ("aide de bureau", "appellation ROME V3 M1605"),
        ("comptabel", "Vouliez-vous dire « comptable »"),
        ("menuisier zingueur", "Aucun nom ne contient tous ces mots."),
        ("gestion", "2 résultats"),
        ("MET.797", "1 résultat"),
        ("xyzzy", "Aucun résultat."),
        ("xyzzy", "Parcourez la liste des métiers"),
        ("", "Écrivez un métier"),
    ],
)
def test_the_page_says_why_and_what_else_to_try(client: FlaskClient, q: str, said: str) -> None:
    page = client.get("/recherche", query_string={"q": q}, headers=HTML).text
    assert said in words_of(page)


def test_a_name_of_its_own_needs_no_reason(client: FlaskClient) -> None:
    assert "trouvé" not in client.get("/recherche?q=menuisi%C3%A8re", headers=HTML).text


def test_only_the_types_that_are_found_are_offered(client: FlaskClient) -> None:
    text = client.get("/recherche?q=gestion", headers=HTML).text
    assert re.findall("type=([a-z]+)", text) == ["metier", "formation"]
    restricted = client.get("/recherche?q=gestion&type=formation", headers=JSON).get_json()
    assert {hit["type"] for hit in restricted["results"]} == {"formation"}
    nothing = client.get("/recherche?q=gestion&type=niveau", headers=HTML).text
    assert "Aucun résultat de cette sorte." in nothing
    assert 'href="/recherche?q=gestion"' in nothing


def test_a_long_list_has_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.search.page._ON_A_PAGE", 1)
    text = client.get("/recherche?q=gestion&page=2", headers=HTML).text
    assert 'rel="prev" href="/recherche?q=gestion&amp;page=1"' in text
    assert 'href="/doc/formation/FOR.270"' in text
    found = client.get("/recherche?q=gestion&page=99", headers=JSON).get_json()
    assert (found["page"], found["pages"], len(found["results"])) == (2, 2, 1)


def test_what_is_cut_is_said(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.search.matches._MOST", 1)
    assert "Le premier résultat" in client.get("/recherche?q=gestion", headers=HTML).text
    assert client.get("/recherche?q=gestion", headers=JSON).get_json()["truncated"] is True


def test_an_unknown_type_is_refused(client: FlaskClient) -> None:
    response = client.get("/recherche?q=gestion&type=inconnu")
    assert response.status_code == 400
    assert "formation" in response.get_json(force=True)["detail"]


@pytest.mark.parametrize("q", HOSTILE)
@pytest.mark.parametrize("path", ["/recherche", "/suggestions", "/suggestions.html"])
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_hostile_words_are_only_words(client: FlaskClient, path: str, q: str, accept: str) -> None:
    response = client.get(path, query_string={"q": q}, headers={"Accept": accept})
    assert response.status_code == (200 if len(quote_plus(q)) < 8000 else 414)
    assert "<script>alert" not in response.text or response.mimetype == "application/json"
    assert "49" not in response.text
    assert len(response.data) < 30_000


def test_suggestions_are_four_facts_each(client: FlaskClient) -> None:
    response = client.get("/suggestions?q=secr+compt", headers=HTML)
    assert response.mimetype == "application/json"
    assert response.get_json() == [
        {
            "iri": "https://w3id.org/metiers-graphe/id/metier/MET.797",
            "label": "assistant/e de gestion",
            "type": "metier",
            "matched": "secrétaire comptable",
        }
    ]
    assert client.get("/suggestions").get_json() == []


def test_suggestions_are_of_the_types_that_are_asked_for(client: FlaskClient) -> None:
    every = {hit["type"] for hit in client.get("/suggestions?q=gestion").get_json()}
    assert {"metier", "formation"} <= every
    for asked in (["formation"], ["metier", "formation"]):
        query = {"q": "gestion", "type": asked}
        found = client.get("/suggestions", query_string=query).get_json()
        assert {hit["type"] for hit in found} == {*asked}
    assert client.get("/suggestions?q=assistant&type=nothing").status_code == 400


def test_suggestions_for_the_field_lead_to_pages(client: FlaskClient) -> None:
    text = client.get("/suggestions.html?q=m1605").text
    assert re.findall('data-href="([^"]+)"', text) == [
        "/doc/rome/v3/M1605", "/doc/rome/v4/M1605", "/doc/metier/MET.797",
    ]  # fmt: skip
    assert "3 suggestions" in text
    assert "ROME V4 M1605" in text
    assert "« M1605 »" in text
    assert "Aucune suggestion" in client.get("/suggestions.html?q=xyzzy").text


def test_there_are_no_more_than_ten(client: FlaskClient) -> None:
    assert len(client.get("/suggestions?q=a").get_json()) <= 10


def test_every_type_has_names_for_readers(client: FlaskClient) -> None:
    with client.application.test_request_context():
        assert all(str(kind.singular) and str(kind.plural) for kind in TYPES.values())


@pytest.mark.parametrize("path", ["/", "/metiers"])
def test_the_field_knows_where_suggestions_are(client: FlaskClient, path: str) -> None:
    text = client.get(path, headers=HTML).text
    assert 'data-suggestions="/suggestions.html"' in text
    assert 'type="module" src="/static/suggestions.js"' in text
