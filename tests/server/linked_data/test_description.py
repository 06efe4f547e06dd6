"""The triples of a document say what its page shows."""

import json

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, SKOS, Namespace, URIRef

from ontology import base
from tests.server.graphs import read

MG = Namespace(f"{base()}ontology#")


def thing(path: str) -> URIRef:
    return URIRef(f"{base()}id/{path}")


@pytest.mark.parametrize(
    ("path", "link", "metiers"),
    [
        ("formation/FOR.270", MG.formation, {"MET.797", "MET.3"}),
        ("rome/v3/M1605", MG.romeV3, {"MET.797"}),
        ("rome/v3/M16", MG.romeV3, {"MET.3"}),
        ("niveau/bac-2", MG.niveauAcces, {"MET.797", "MET.3"}),
        ("statut/artisan", MG.statut, {"MET.2"}),
        ("interet/j-aime-bouger", MG.centreInteret, {"MET.797", "MET.2"}),
    ],
)
def test_what_leads_to_a_thing_is_in_its_document(
    client: FlaskClient, path: str, link: URIRef, metiers: set[str]
) -> None:
    graph = read(client.get(f"/doc/{path}.ttl").data, "text/turtle")
    expected = {thing(f"metier/{name}") for name in metiers}
    assert set(graph.subjects(link, thing(path))) == expected
    for metier in expected:
        assert (metier, RDF.type, MG.Metier) in graph
        assert (metier, SKOS.prefLabel, None) in graph


@pytest.mark.parametrize("path", ["rome/v3/M", "rome/v3/M16"])
def test_a_domain_has_the_metiers_of_its_codes(client: FlaskClient, path: str) -> None:
    graph = read(client.get(f"/doc/{path}.nt").data, "application/n-triples")
    metier, code, domain = thing("metier/MET.797"), thing("rome/v3/M1605"), thing("rome/v3/M16")
    assert (metier, MG.romeV3, code) in graph
    assert (metier, SKOS.prefLabel, None) in graph
    assert (code, SKOS.broader, domain) in graph
    assert (domain, SKOS.prefLabel, None) in graph


def test_the_document_of_another_thing_has_what_points_to_it(client: FlaskClient) -> None:
    graph = read(client.get("/doc/rubrique/en-bref.ttl").data, "text/turtle")
    section = thing("fiche/MET.797/en-bref")
    assert (section, MG.rubrique, thing("rubrique/en-bref")) in graph
    assert (section, RDF.type, MG.Section) in graph


@pytest.mark.parametrize("path", ["metier/MET.797", "formation/FOR.270", "niveau/bac-2"])
def test_the_node_asked_for_comes_first(client: FlaskClient, path: str) -> None:
    document = json.loads(client.get(f"/doc/{path}.jsonld").data)
    nodes = [node["id"] for node in document["@graph"]]
    assert nodes[0] == f"{base()}id/{path}"
    assert nodes[1:] == sorted(nodes[1:])


@pytest.mark.parametrize(
    ("accept", "content_type", "same"),
    [
        ("application/json", "application/json", "jsonld"),
        ("text/plain", "text/plain; charset=utf-8", "nt"),
    ],
)
def test_wider_types_are_served_too(
    client: FlaskClient, accept: str, content_type: str, same: str
) -> None:
    for path in ("/doc/formation/FOR.270", "/graph/rome-v3/v344"):
        response = client.get(path, headers={"Accept": accept})
        assert response.content_type == content_type
        expected = client.get(f"{path}.{same}").data
        assert sorted(response.data.splitlines()) == sorted(expected.splitlines())


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_a_document_has_the_same_bytes_each_time(client: FlaskClient, suffix: str) -> None:
    path = f"/doc/metier/MET.797.{suffix}"
    assert len({client.get(path).data for _ in range(5)}) == 1
    if suffix == "nt":
        lines = client.get(path).data.splitlines()
        assert lines == sorted(lines)
