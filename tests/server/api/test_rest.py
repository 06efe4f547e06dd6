"""The API at its addresses: forms, parameters, pages, refusals."""

import json
import re
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.api.library import library
from server.api.rest import OWN
from server.engine.formats import XLSX
from tests.server.conftest import DIGEST

LEVELS = "/api/v1/niveau_metiers"
METIER = "https://w3id.org/metiers-graphe/id/metier/MET.797"


def document(response: TestResponse) -> Any:
    return json.loads(response.text)


def test_rows_are_typed(client: FlaskClient) -> None:
    response = client.get(f"{LEVELS}?plafond=bac-2")
    said = document(response)
    assert response.content_type == "application/json"
    assert said["rows"][0]["metier"].endswith("MET.2")
    assert said["columns"][0] == {"name": "metier", "type": "iri"}
    assert (said["total"], said["page"], said["limit"]) == (3, 1, 100)
    assert said["release"] == DIGEST
    assert said["parameters"] == {"plafond": ["https://w3id.org/metiers-graphe/id/niveau/bac-2"]}


def test_the_form_is_named_or_negotiated(client: FlaskClient) -> None:
    for address, accept, kind in (
        (f"{LEVELS}.csv?plafond=bac-2", "*/*", "text/csv; charset=utf-8"),
        (f"{LEVELS}?plafond=bac-2&format=csv", "*/*", "text/csv; charset=utf-8"),
        (f"{LEVELS}?plafond=bac-2", "text/csv", "text/csv; charset=utf-8"),
        (f"{LEVELS}.xlsx?plafond=bac-2", "*/*", XLSX),
        (f"{LEVELS}?plafond=bac-2", "text/html,*/*;q=0.8", "application/json"),
        ("/api/v1/schema_org?metier=MET.797", "*/*", "application/ld+json"),
        ("/api/v1/schema_org?metier=MET.797", "application/json", "application/json"),
        ("/api/v1/schema_org.ttl?metier=MET.797", "*/*", "text/turtle; charset=utf-8"),
        ("/api/v1/schema_org.nt?metier=MET.797", "*/*", "application/n-triples"),
    ):
        response = client.get(address, headers={"Accept": accept})
        assert (response.status_code, response.content_type) == (200, kind), address
    sheet = client.get(f"{LEVELS}.xlsx?plafond=bac-2")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="niveau_metiers.xlsx"'


def test_a_graph_is_what_the_query_constructs(client: FlaskClient) -> None:
    triples = client.get("/api/v1/schema_org.nt?metier=MET.797").text.splitlines()
    assert f"<{METIER}>" in triples[-1]
    assert triples == sorted(triples)
    said = json.loads(client.get("/api/v1/schema_org?metier=MET.797").text)
    assert METIER in {each["@id"] for each in said}


def links(header: list[str]) -> dict[str, str]:
    matches = [re.fullmatch(r'<([^>]*)>; rel="(\w+)"', each) for each in header]
    return {match[2]: match[1] for match in matches if match}


def test_pages_lead_to_one_another_and_the_last_is_the_last(client: FlaskClient) -> None:
    first = client.get(f"{LEVELS}?plafond=bac-2&limit=2")
    told = links(first.headers.getlist("Link"))
    assert told.keys() == {"first", "next", "last"}
    last = client.get(told["last"])
    assert links(last.headers.getlist("Link")).keys() == {"first", "prev", "last"}
    rows = [*document(first)["rows"], *document(last)["rows"]]
    assert rows == document(client.get(f"{LEVELS}?plafond=bac-2"))["rows"]
    assert urlsplit(told["next"]).query == "plafond=bac-2&limit=2&page=2"


def test_a_table_is_whole_unless_a_page_is_asked_for(client: FlaskClient) -> None:
    whole = client.get(f"{LEVELS}.csv?plafond=bac-2")
    assert whole.text.count("\r\n") == 4
    assert whole.headers.getlist("Link") == []
    page = client.get(f"{LEVELS}.csv?plafond=bac-2&limit=1&page=3")
    assert page.text.count("\r\n") == 2
    assert links(page.headers.getlist("Link"))["last"].endswith("page=3")


@pytest.mark.parametrize(
    ("address", "parameter", "reason"),
    [
        (LEVELS, "plafond", "il manque"),
        (f"{LEVELS}?plafond=bac2", "plafond", "n'est pas de la liste : bac-2"),
        (f"{LEVELS}?plafond=bac-2&plafon=1", "plafon", "est-ce « plafond » ?"),
        (f"{LEVELS}?plafond=bac-2&page=0", "page", "un nombre de 1"),
        (f"{LEVELS}?plafond=bac-2&page=1&page=2", "page", "une fois"),
        (f"{LEVELS}?plafond=bac-2&limit=1001", "limit", "de 1 à 1000"),
        (f"{LEVELS}?plafond=bac-2&limit=x", "limit", "de 1 à 1000"),
        (f"{LEVELS}?plafond=bac-2&format=pdf", "format", "json, csv, xlsx"),
        ("/api/v1/schema_org?metier=MET.797&page=1", "page", "un graphe n'a pas de pages"),
        ("/api/v1/schema_org?metier=MET.797&format=csv", "format", "jsonld, ttl, nt"),
        ("/api/v1/metier_esco?metier=rome3:M1605", "metier", "n'est pas de la forme attendue"),
    ],
)
def test_a_refusal_names_the_parameter_and_says_why(
    client: FlaskClient, address: str, parameter: str, reason: str
) -> None:
    response = client.get(address)
    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert document(response)["parameter"] == parameter
    assert reason in document(response)["detail"]


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    for address, reason in (
        ("/api/v1/niveau_metier", "Est-ce « niveau_metiers » ?"),
        (f"{LEVELS}?plafond=bac-2&page=2", "la dernière est 1"),
        ("/api/v1/metier_identite?metier=MET.99999", "Rien n'est connu"),
        ("/api/v1/schema_org?metier=MET.99999", "Rien n'est connu"),
    ):
        response = client.get(address)
        assert response.status_code == 404, address
        assert reason in document(response)["detail"]
    empty = client.get("/api/v1/metier_esco?metier=MET.3")
    assert (empty.status_code, document(empty)["rows"], document(empty)["total"]) == (200, [], 0)


def test_no_form_is_acceptable(client: FlaskClient) -> None:
    response = client.get(f"{LEVELS}?plafond=bac-2", headers={"Accept": "image/png"})
    assert response.status_code == 406


def test_a_refusal_is_said_in_english_and_as_a_page(client: FlaskClient) -> None:
    english = client.get(f"{LEVELS}?lang=en")
    assert "missing" in document(english)["detail"]
    page = client.get(LEVELS, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (422, "text/html")
    assert "plafond" in page.text


def test_only_reading_is_admitted(client: FlaskClient) -> None:
    assert client.post(f"{LEVELS}?plafond=bac-2").status_code == 405
    asked = client.options(LEVELS)
    assert {*asked.headers["Access-Control-Allow-Methods"].split(", ")} == {
        "GET",
        "HEAD",
        "OPTIONS",
    }


def test_the_parameters_of_all_queries_are_no_query_s(client: FlaskClient) -> None:
    names = {param.name for query in library().values() for param in query.params}
    assert names.isdisjoint(OWN)


@pytest.mark.parametrize("name", library())
def test_every_query_answers_in_each_of_its_forms(client: FlaskClient, name: str) -> None:
    query = library()[name]
    said = {
        param.name: [param.example] if param.kind == "literal" else param.example.split()
        for param in query.params
    }
    forms = ("ttl", "jsonld", "nt") if query.form == "construct" else ("json", "csv", "xlsx")
    for form in forms:
        response = client.get(f"/api/v1/{name}.{form}", query_string=said)
        assert response.status_code in (200, query.query.empty), response.text


def test_behind_the_gateway_an_answer_has_a_tag_and_a_head(address: str) -> None:
    asked = f"{address}{LEVELS}?plafond=bac-2"
    with urlopen(asked) as response:
        tag, length = response.headers["ETag"], response.headers["Content-Length"]
        assert tag.startswith('"')
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    with urlopen(Request(asked, method="HEAD")) as response:
        assert response.headers["Content-Length"] == length
        assert response.read() == b""
    request = Request(asked, headers={"If-None-Match": tag})
    with pytest.raises(OSError, match="304"):
        urlopen(request)
