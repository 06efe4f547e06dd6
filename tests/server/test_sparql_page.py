import json

import pytest
from flask.testing import FlaskClient

from tests.server.questions import ASK, CONSTRUCT, HTML, SELECT


def test_a_browser_gets_a_form(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": HTML})
    assert response.status_code == 200
    assert "<textarea" in response.text
    assert "Accept" in response.vary
    empty = client.get("/sparql", query_string={"query": " "}, headers={"Accept": HTML})
    assert "<textarea" in empty.text
    assert "n'a pas abouti" not in empty.text


def test_a_page_leads_to_the_whole_result(client: FlaskClient) -> None:
    for query, form in ((SELECT, "/sparql/tableur.csv?"), (SELECT, "tsv"), (CONSTRUCT, "jsonld")):
        page = client.get("/sparql", query_string={"query": query}, headers={"Accept": HTML}).text
        assert form in page
    assert "tableur" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (SELECT, "<td>assistante de gestion"),
        (ASK, "Oui"),
        ("ASK { <http://e/> ?p ?o }", "Non"),
        (CONSTRUCT, 'href="/doc/metier/MET.797"'),
        ("SELECT * { <http://e/> ?p ?o }", "Aucune ligne"),
        ("SELECT * { ?s ?p ?o . ?t ?q ?u }", "500 lignes, d&#39;autres suivent"),
        ('SELECT ("<script>alert(1)</script>" AS ?x) {}', "&lt;script&gt;"),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", "<td>javascript:alert(1)"),
    ],
)
def test_a_browser_gets_its_results_as_a_table(
    client: FlaskClient, query: str, expected: str
) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": HTML})
    assert response.status_code == 200
    assert expected in response.text
    assert "<script" not in response.text
    assert 'href="javascript' not in response.text


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("SELEKT", 400, "Ligne 1, colonne 7"),
        ("DROP ALL", 400, "mises à jour"),
        ("ASK { SERVICE <http://e/> {} }", 403, "SERVICE"),
    ],
)
def test_a_browser_keeps_its_query_beside_the_error(
    client: FlaskClient, query: str, status: int, reason: str
) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": HTML})
    assert response.status_code == status
    assert response.mimetype == HTML
    assert reason in response.text
    assert query.partition(" ")[0] in response.text


def test_an_unreadable_query_is_explained_and_the_engine_quoted(client: FlaskClient) -> None:
    query = {"query": "SELECT ?x {\n ?x foo:a ?y }"}
    problem = json.loads(client.get("/sparql", query_string=query).data)
    assert problem["detail"].startswith("Ligne 2, colonne 5 : préfixe « foo: » inconnu")
    assert problem["engine"].startswith("error at ")
    page = client.get("/sparql", query_string=query, headers={"Accept": HTML}).text
    shown, _, folded = page.partition("<details>")
    assert "préfixe « foo: » inconnu" in shown
    assert "error at " not in shown
    assert "error at " in folded.partition("</details>")[0]
    other = client.get("/sparql", query_string=query | {"format": "csv"}, headers={"Accept": HTML})
    assert "<details>" in other.text
