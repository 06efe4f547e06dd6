import json

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, SKOS, Namespace, URIRef

from ontology import base
from tests.server.graphs import read
from tests.server.release_fixture import quads

MG = Namespace(f"{base()}ontology#")
SCHEMA = Namespace("http://schema.org/")
TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "html": "text/html",
}
DATA = [suffix for suffix in TYPES if suffix != "html"]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("metier/MET.797", "/doc/metier/MET.797"),
        ("formation/FOR.270", "/doc/formation/FOR.270"),
        ("rome/v3/M1605", "/doc/rome/v3/M1605"),
        ("niveau/bac-2", "/doc/niveau/bac-2"),
        ("rubrique/en-bref", "/doc/rubrique/en-bref"),
        ("fiche/MET.797", "/doc/metier/MET.797#fiche"),
        ("fiche/MET.797/nature-travail", "/doc/metier/MET.797#nature-travail"),
        ("fiche/MET.797/nature-travail/2", "/doc/metier/MET.797#nature-travail-2"),
        ("metier/MET.797/salaire/1", "/doc/metier/MET.797#salaire-1"),
        (
            "metier/MET.797/appellation/secretaire-comptable",
            "/doc/metier/MET.797#appellation-secretaire-comptable",
        ),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "image/png"])
def test_a_thing_sends_to_its_document(
    client: FlaskClient, path: str, location: str, accept: str
) -> None:
    response = client.get(f"/id/{path}", headers={"Accept": accept})
    assert (response.status_code, response.location) == (303, location)


@pytest.mark.parametrize(
    "path",
    ["fiche/MET.797/nature-travail/2", "metier/MET.797/salaire/1", "fiche/MET.797/formations/1",
     "metier/MET.797/appellation/secretaire-comptable", "fiche/MET.797",
     "fiche/MET.797/appellations", "fiche/MET.797/autres-appellations/1"],
)  # fmt: skip
def test_the_anchor_is_on_the_page(client: FlaskClient, path: str) -> None:
    page, _, anchor = (client.get(f"/id/{path}").location or "").partition("#")
    assert f'id="{anchor}"' in client.get(page, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("suffix", TYPES)
def test_a_suffix_does_not_negotiate(client: FlaskClient, suffix: str) -> None:
    response = client.get(f"/doc/metier/MET.797.{suffix}", headers={"Accept": "image/png"})
    assert (response.status_code, response.mimetype) == (200, TYPES[suffix])


@pytest.mark.parametrize("suffix", TYPES)
def test_without_suffix_the_document_negotiates(client: FlaskClient, suffix: str) -> None:
    response = client.get("/doc/metier/MET.797", headers={"Accept": TYPES[suffix]})
    assert (response.status_code, response.mimetype) == (200, TYPES[suffix])
    assert "Accept" in response.vary
    links = response.headers.getlist("Link")
    assert '</doc/metier/MET.797>; rel="canonical"' in links
    alternates = [link for link in links if "alternate" in link]
    assert len(alternates) == len(TYPES) - 1
    assert any("describedby" in link for link in links) == (suffix != "ttl")


@pytest.mark.parametrize("suffix", DATA)
def test_the_triples_are_those_of_the_thing_and_its_parts(client: FlaskClient, suffix: str) -> None:
    graph = read(client.get(f"/doc/metier/MET.797.{suffix}").data, TYPES[suffix])
    metier = URIRef(f"{base()}id/metier/MET.797")
    fiche = URIRef(f"{base()}id/fiche/MET.797")
    assert (metier, RDF.type, MG.Metier) in graph
    assert (fiche, SCHEMA.about, metier) in graph
    for part in ("fiche/MET.797/nature-travail", "fiche/MET.797/nature-travail/2",
                 "fiche/MET.797/formations/1", "metier/MET.797/salaire/1",
                 "metier/MET.797/appellation/secretaire-comptable"):  # fmt: skip
        assert (URIRef(f"{base()}id/{part}"), None, None) in graph, part
    for named in ("formation/FOR.270", "niveau/bac-2", "rubrique/en-bref", "stade/debutant"):
        assert (URIRef(f"{base()}id/{named}"), SKOS.prefLabel, None) in graph, named
    assert (URIRef(f"{base()}id/formation/FOR.270"), SKOS.notation, None) not in graph


def test_all_forms_say_the_same(client: FlaskClient) -> None:
    graphs = [
        set(read(client.get(f"/doc/rome/v3/M1605.{suffix}").data, TYPES[suffix])) for suffix in DATA
    ]
    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)


def test_the_document_of_a_part_is_that_of_its_whole(client: FlaskClient) -> None:
    response = client.get("/doc/fiche/MET.797/en-bref/2.ttl")
    assert (response.status_code, response.location) == (303, "/doc/metier/MET.797.ttl#en-bref-2")


def test_a_metier_without_fiche_has_a_page(client: FlaskClient) -> None:
    assert client.get("/id/metier/MET.4").location == "/doc/metier/MET.4"
    page = client.get("/doc/metier/MET.4", headers={"Accept": "text/html"}).text
    assert "trésorier/ière" in page
    assert "aucune fiche ne le décrit" in page


@pytest.mark.parametrize(
    "path",
    ["/id/metier/MET.999", "/doc/metier/MET.999", "/doc/metier/MET.999.ttl", "/id/a b", "/doc/",
     "/id/fiche/MET.797/en-bref/99", "/doc/metier/MET.797.exe", "/graph/absent", "/graph/absent.nt",
     "/ontology.exe", "/id/%3C%3E", "/nowhere"],
)  # fmt: skip
def test_what_is_unknown_is_not_found(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/turtle, application/json;q=0.1"})
    assert response.status_code == 404
    assert json.loads(response.data)["status"] == 404
    assert response.mimetype == "application/problem+json"
    page = client.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Introuvable" in page.text


def test_an_unacceptable_document_is_406(client: FlaskClient) -> None:
    response = client.get("/doc/metier/MET.797", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in json.loads(response.data)["detail"]


def test_a_graph_answers_with_its_triples(client: FlaskClient) -> None:
    path = "/graph/onisep-metiers/2024-06/MET.797"
    data = client.get(path, headers={"Accept": "text/turtle"}).data
    graph = read(data, "text/turtle")
    assert (
        URIRef(f"{base()}id/metier/MET.797"),
        MG.niveauAcces,
        URIRef(f"{base()}id/niveau/bac-ou-equivalent"),
    ) in graph
    assert not list(graph.triples((None, DCTERMS.title, None)))
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert "édition 2024-06" in page
    assert client.get(f"{path}.nt").mimetype == "application/n-triples"


@pytest.mark.parametrize(
    ("suffix", "kind", "format_"),
    [
        ("nq", "application/n-quads", ox.RdfFormat.N_QUADS),
        ("trig", "application/trig", ox.RdfFormat.TRIG),
    ],
)
def test_a_graph_in_quads_says_its_name(
    client: FlaskClient, suffix: str, kind: str, format_: ox.RdfFormat
) -> None:
    response = client.get(f"/graph/rome-v3/v344.{suffix}")
    assert response.mimetype == kind
    found = set(ox.parse(response.data, format_))
    name = ox.NamedNode(f"{base()}graph/rome-v3/v344")
    assert found == {quad for quad in quads() if quad.graph_name == name}
    assert client.get("/graph/rome-v3/v344", headers={"Accept": kind}).mimetype == kind
    assert client.get(f"/doc/metier/MET.797.{suffix}").status_code == 404
    assert client.get("/doc/metier/MET.797", headers={"Accept": kind}).status_code == 406


def test_the_vocabulary_is_served(client: FlaskClient) -> None:
    graph = read(client.get("/ontology.ttl").data, "text/turtle")
    assert (MG.Metier, SKOS.definition, None) in graph
    response = client.get("/ontology", headers={"Accept": "application/rdf+xml"})
    assert response.mimetype == "application/rdf+xml"
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    assert 'id="niveauAcces"' in page
    assert 'lang="en"' in page
