"""What the server says of a query before it is run: by the judge that answers it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ontology import base
from server.releases.release import open_release
from server.sparql.completion import read_terms

PATH = "/sparql/avis.json"


def judged(client: FlaskClient, query: str) -> dict[str, object]:
    response = client.post(PATH, data={"query": query})
    assert response.status_code == 200
    said: dict[str, object] = response.get_json()
    assert client.get(PATH, query_string={"query": query}).get_json() == said
    return said


def test_bounds_are_told_to_who_asks_nothing(client: FlaskClient) -> None:
    said = client.get(PATH).get_json()
    assert said == {"seconds": 30.0, "rows": 1_000_000, "refusal": "", "cost": "", "unknown": []}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { " + "?s ?p ?o . " * 251 + "}",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 101 + "}",
        "SELECT * { " + "{" * 101 + "}" * 102,
        "ASK { SERVICE <http://e/> { ?s ?p ?o } }",
    ],
)
def test_what_is_refused_before_is_what_is_refused_then(client: FlaskClient, query: str) -> None:
    asked = client.post("/sparql", data={"query": query}, headers={"Accept": "application/json"})
    assert judged(client, query)["refusal"] == asked.get_json()["detail"]
    assert asked.status_code in (400, 403)


@pytest.mark.parametrize("query", ["ASK {}", "SELEKT", "SELECT * { ?s mg:x ?o }", "é" * 9_000])
def test_what_may_be_asked_is_not_refused(client: FlaskClient, query: str) -> None:
    assert judged(client, query)["refusal"] == ""


def test_unknown_terms_are_told_as_they_are_written(client: FlaskClient) -> None:
    mg = f"{base()}ontology#"
    query = (
        f"PREFIX m: <{mg}> SELECT * {{ ?s m:niveauAces niveau:bac2 ; <{mg}secteurs> secteur:xyzzy ;"
        " mg:statut statut:salarie , metier:MET.0 , for:FOR.0 , rome3:Z1 . # mg:nothing\n"
        " FILTER(?o = 'mg:nothing') }"
    )
    said = judged(client, query)["unknown"]
    assert isinstance(said, list)
    assert [(term["written"], term["replacement"]) for term in said] == [
        ("m:niveauAces", "m:niveauAcces"),
        ("niveau:bac2", "niveau:bac-2"),
        (f"<{mg}secteurs>", f"<{mg}secteur>"),
    ]
    assert said[1]["sentence"] == "niveau:bac2 : voulez-vous dire niveau:bac-2 ?"


def test_a_prefix_that_is_bound_elsewhere_is_let_be(client: FlaskClient) -> None:
    query = "PREFIX mg: <urn:x#> PREFIX niveau: <urn:y#> ASK { ?s mg:nothing niveau:nothing }"
    assert judged(client, query)["unknown"] == []


def test_a_judgement_speaks_the_language_of_the_page(client: FlaskClient) -> None:
    query = "SELECT * { ?s mg:niveauAces ?o }"
    said = client.post(f"{PATH}?lang=en", data={"query": query}).get_json()
    assert "do you mean mg:niveauAcces" in said["unknown"][0]["sentence"]


def test_a_byte_that_is_no_text_is_refused_as_it_is_elsewhere(client: FlaskClient) -> None:
    assert client.get(f"{PATH}?query=%ff").status_code == 400
    assert client.get(f"{PATH}?query=a&query=b").status_code == 400


@pytest.mark.corpus
def test_all_triples_are_those_of_the_view(everything: Path) -> None:
    release = open_release(everything)
    terms = read_terms(release.engine)["properties"]
    assert sum(int(str(term["count"])) for term in terms) == release.manifest.counts["view"]
