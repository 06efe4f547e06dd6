import csv
import io
import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings
from tests.server.graphs import read
from tests.server.questions import ASK, CONSTRUCT, DESCRIBE, HTML, JSON, SELECT


@pytest.mark.parametrize(
    ("accept", "content_type", "expected"),
    [
        ("*/*", JSON, '"value":"assistante de gestion"'),
        (JSON, JSON, '"xml:lang":"fr"'),
        ("application/json", "application/json", '"bindings"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<sparql"),
        ("text/csv", "text/csv; charset=utf-8", "assistante de gestion"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?f"),
    ],
)
def test_solutions_come_in_the_format_that_is_accepted(
    client: FlaskClient, accept: str, content_type: str, expected: str
) -> None:
    response = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert expected in response.text
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_graphs_come_in_the_format_that_is_accepted(
    client: FlaskClient, query: str, accept: str, content_type: str
) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    values = read(response.data, content_type.partition(";")[0]).objects()
    assert "assistante de gestion" in {str(value) for value in values}


def test_turtle_uses_the_prefixes_of_the_project(client: FlaskClient) -> None:
    text = client.get("/sparql", query_string={"query": CONSTRUCT}).text
    assert 'metier:MET.797 mg:feminin "assistante de gestion"@fr' in text


@pytest.mark.parametrize(
    "request_",
    [
        {"data": {"query": ASK}},
        {"data": urlencode({"query": ASK}), "content_type": "application/x-www-form-urlencoded"},
        {"data": ASK, "content_type": "application/sparql-query"},
        {"data": ASK, "content_type": "application/sparql-query; charset=utf-8"},
    ],
)
def test_a_query_can_be_posted(client: FlaskClient, request_: dict[str, object]) -> None:
    response = client.post("/sparql", **request_)
    assert json.loads(response.data)["boolean"] is True


@pytest.mark.parametrize(
    ("dataset", "titles"),
    [
        ({}, ["Un texte d'avant.", "Tenir les comptes"]),
        ({"default-graph-uri": "graph/onisep-metiers/2024-06/MET.797"}, ["Un texte d'avant."]),
        ({"default-graph-uri": "graph/onisep-metiers/2025-10/MET.797"}, ["Tenir les comptes"]),
        ({"named-graph-uri": "graph/onisep-metiers/2024-06/MET.797"}, ["Un texte d'avant."]),
    ],
)
@pytest.mark.parametrize("posted", [False, True])
def test_the_dataset_is_chosen_by_the_request(
    client: FlaskClient, dataset: dict[str, str], titles: list[str], posted: bool
) -> None:
    passage = "<https://w3id.org/metiers-graphe/id/fiche/MET.797/presentation/1>"
    text = "<http://schema.org/text>"
    query = (
        f"SELECT DISTINCT ?t {{ {{ {passage} {text} ?t }} "
        f"UNION {{ GRAPH ?g {{ {passage} {text} ?t }} }} }}"
    )
    args = {name: f"https://w3id.org/metiers-graphe/{path}" for name, path in dataset.items()}
    headers = {"Accept": "text/csv"}
    if posted:
        response = client.post(
            "/sparql",
            query_string=args,
            data=query,
            content_type="application/sparql-query",
            headers=headers,
        )
    else:
        response = client.get("/sparql", query_string={"query": query, **args}, headers=headers)
    found = [row[0] for row in csv.reader(io.StringIO(response.text))][1:]
    assert len(found) == len(titles)
    assert all(any(value.startswith(title) for value in found) for title in titles)


@pytest.mark.parametrize(
    ("status", "method", "request_", "reason"),
    [
        (400, "GET", {"headers": {"Accept": "text/csv"}}, "query"),
        (400, "GET", {"query_string": {"query": " "}}, "vide"),
        (400, "GET", {"query_string": {"query": ASK}, "data": b"x"}, "corps"),
        (400, "GET", {"query_string": {"query": "SELEKT"}}, "Ligne 1, colonne 7"),
        (400, "GET", {"query_string": {"query": "INSERT DATA {}"}}, "mises à jour"),
        (400, "GET", {"query_string": {"update": "DROP ALL"}}, "mises à jour"),
        (400, "GET", {"query_string": [("query", ASK), ("query", ASK)]}, "une fois"),
        (400, "GET", {"query_string": {"query": ASK, "default-graph-uri": "x y"}}, "IRI"),
        (400, "GET", {"query_string": {"query": ASK, "format": "pdf"}}, "format"),
        (400, "POST", {"data": {"update": "DROP ALL"}}, "mises à jour"),
        (400, "POST", {"data": {"other": "x"}}, "query"),
        (
            400,
            "POST",
            {"data": "DROP ALL", "content_type": "application/sparql-update"},
            "mises à jour",
        ),
        (403, "GET", {"query_string": {"query": "ASK { SERVICE <http://e/> {} }"}}, "SERVICE"),
        (405, "PUT", {"data": ASK}, "méthode"),
        (405, "DELETE", {}, "méthode"),
        (404, "GET", {"path": "/sparql.pdf", "query_string": {"query": ASK}}, "pdf"),
        (406, "GET", {"query_string": {"query": ASK}, "headers": {"Accept": "image/png"}}, "csv"),
        (406, "GET", {"query_string": {"query": DESCRIBE, "format": "csv"}}, "turtle"),
        (
            406,
            "GET",
            {"query_string": {"query": ASK}, "headers": {"Accept": "text/turtle"}},
            "sparql-results",
        ),
        (
            406,
            "GET",
            {"query_string": {"query": DESCRIBE}, "headers": {"Accept": "text/csv"}},
            "turtle",
        ),
        (415, "POST", {"data": "{}", "content_type": "application/json"}, "sparql-query"),
        (415, "POST", {"data": ASK}, "sparql-query"),
    ],
)
def test_a_refusal_says_why(
    client: FlaskClient, status: int, method: str, request_: dict[str, object], reason: str
) -> None:
    request_ = {"path": "/sparql", **request_}
    response = client.open(method=method, **request_)  # type: ignore[arg-type]
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["status"] == status
    assert reason in problem["detail"]
    assert problem["title"]
    assert "Accept" in response.vary


def test_the_methods_that_are_admitted_are_named(client: FlaskClient) -> None:
    allowed = client.put("/sparql").headers["Allow"].split(", ")
    assert sorted(allowed) == ["GET", "HEAD", "OPTIONS", "POST"]


def test_a_body_that_is_too_long_is_refused(app: Flask) -> None:
    home = app.extensions["current_release"]._link.parent
    small = create_app(Settings(home=home, max_body=100)).test_client()
    for body in ({"data": "#" * 200, "content_type": "application/sparql-query"},
                 {"data": {"query": "#" * 200}}):  # fmt: skip
        response = small.post("/sparql", **body)
        assert response.status_code == 413
        assert json.loads(response.data)["status"] == 413


def test_the_format_parameter_overrides_accept(client: FlaskClient) -> None:
    response = client.get(
        "/sparql", query_string={"query": SELECT, "format": "csv"}, headers={"Accept": HTML}
    )
    assert response.mimetype == "text/csv"


@pytest.mark.parametrize(
    ("query", "named", "content_type"),
    [
        (SELECT, "json", JSON),
        (SELECT, "xml", "application/sparql-results+xml"),
        (SELECT, "tsv", "text/tab-separated-values; charset=utf-8"),
        (ASK, "srx", "application/sparql-results+xml"),
        (CONSTRUCT, "json", "application/ld+json"),
        (CONSTRUCT, "xml", "application/rdf+xml"),
        (CONSTRUCT, "application/json", "application/json"),
        (CONSTRUCT, "text/plain", "text/plain; charset=utf-8"),
        (CONSTRUCT, "turtle", "text/turtle; charset=utf-8"),
        (DESCRIBE, "trig", "application/trig"),
        (DESCRIBE, "application/n-quads", "application/n-quads"),
        (SELECT, "html", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("parameter", ["format", "output", "results"])
def test_formats_are_named_as_clients_name_them(
    client: FlaskClient, query: str, named: str, content_type: str, parameter: str
) -> None:
    response = client.get("/sparql", query_string={"query": query, parameter: named})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert "assistante de gestion" in response.text or query == ASK


@pytest.mark.parametrize(
    ("query", "suffix", "mimetype"),
    [
        (SELECT, "csv", "text/csv"),
        (SELECT, "html", HTML),
        (ASK, "json", JSON),
        (CONSTRUCT, "nq", "application/n-quads"),
        (DESCRIBE, "rdf", "application/rdf+xml"),
    ],
)
def test_a_suffix_names_the_format_too(
    client: FlaskClient, query: str, suffix: str, mimetype: str
) -> None:
    asked = {"query": query, "format": "tsv"}
    response = client.get(f"/sparql.{suffix}", query_string=asked, headers={"Accept": "image/png"})
    assert (response.status_code, response.mimetype) == (200, mimetype)
    assert client.post(f"/sparql.{suffix}", data={"query": query}).mimetype == mimetype


def test_a_graph_in_quads_stands_in_the_default_graph(client: FlaskClient) -> None:
    asked = {"query": CONSTRUCT, "format": "nq"}
    quads = client.get("/sparql", query_string=asked).data
    assert quads == client.get("/sparql", query_string=asked | {"format": "nt"}).data


def test_a_query_posted_with_a_slash_is_sent_on(client: FlaskClient) -> None:
    response = client.post("/sparql/?format=csv", data={"query": ASK})
    assert (response.status_code, response.location) == (308, "/sparql?format=csv")
    assert client.post("/sparql/", data={"query": ASK}).location == "/sparql"


def test_answers_announce_their_bound(client: FlaskClient) -> None:
    for query, path in (
        (SELECT, "/sparql"),
        (DESCRIBE, "/sparql"),
        (SELECT, "/sparql/tableur.csv"),
    ):
        response = client.get(path, query_string={"query": query})
        assert response.headers["X-SPARQL-MaxRows"] == "1000000"
        exposed = response.headers["Access-Control-Expose-Headers"]
        assert "X-SPARQL-MaxRows" in exposed
    assert "X-SPARQL-MaxRows" not in client.get("/sparql", query_string={"query": ASK}).headers


def test_a_relative_iri_stands_under_the_base_of_the_project(client: FlaskClient) -> None:
    for query, expected in (
        ("ASK { <id/metier/MET.797> ?p ?o }", True),
        ("BASE <http://e/> ASK { <id/metier/MET.797> ?p ?o }", False),
    ):
        found = client.get("/sparql", query_string={"query": query})
        assert json.loads(found.data)["boolean"] is expected


def test_an_empty_dataset_is_that_of_the_release(client: FlaskClient) -> None:
    asked = {"query": ASK, "default-graph-uri": "", "named-graph-uri": ""}
    assert json.loads(client.get("/sparql", query_string=asked).data)["boolean"] is True


def test_head_is_get_without_body(client: FlaskClient) -> None:
    response = client.head("/sparql", query_string={"query": SELECT})
    assert (response.status_code, response.mimetype, response.data) == (200, JSON, b"")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ('SELECT ("\\u0001" AS ?w) {}', "xml"),
        ('SELECT ("\\uFFFF" AS ?w) {}', "xml"),
        ('CONSTRUCT { <http://x/a> <http://x/b> "\\u001b" } {}', "rdf"),
    ],
)
def test_what_xml_cannot_hold_is_refused_in_xml_and_served_in_json(
    client: FlaskClient, query: str, form: str
) -> None:
    refused = client.get("/sparql", query_string={"query": query, "format": form})
    assert refused.status_code == 406
    other = "ttl" if form == "rdf" else "json"
    served = client.get("/sparql", query_string={"query": query, "format": other})
    assert served.status_code == 200
