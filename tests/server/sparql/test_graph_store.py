import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import URIRef

from ontology import base
from tests.server.graphs import read
from tests.server.release_fixture import quads

ROME = f"{base()}graph/rome-v3/v344"


def test_a_named_graph_is_served(client: FlaskClient) -> None:
    response = client.get("/store", query_string={"graph": ROME})
    assert response.content_type == "text/turtle; charset=utf-8"
    found = read(response.data, "text/turtle")
    direct = read(client.get("/graph/rome-v3/v344.ttl").data, "text/turtle")
    assert len(found) > 10
    assert set(found) == set(direct), "which its own address serves too"
    assert response.headers["X-SPARQL-MaxRows"] == "1000000"


def test_the_default_graph_is_served(client: FlaskClient) -> None:
    response = client.get("/store?default", headers={"Accept": "application/n-triples"})
    store = ox.Store()
    store.extend(quads())
    view = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    found = {quad.triple for quad in ox.parse(response.data, ox.RdfFormat.N_TRIPLES)}
    assert found == view
    assert "/dump/dataset.ttl.gz" in response.headers["Link"]
    assert client.get("/store?default=").data


@pytest.mark.parametrize(
    "accept",
    ["application/ld+json", "application/rdf+xml", "application/n-triples", "application/json"],
)
def test_a_graph_negotiates(client: FlaskClient, accept: str) -> None:
    response = client.get("/store", query_string={"graph": ROME}, headers={"Accept": accept})
    assert response.mimetype == accept
    assert "Accept" in response.vary
    kind = "application/ld+json" if accept == "application/json" else accept
    assert (URIRef(f"{base()}id/rome/v3/M1605"), None, None) in read(response.data, kind)


@pytest.mark.parametrize(
    ("status", "query"),
    [
        (400, ""),
        (400, "default&graph=http://e/"),
        (400, "default&default"),
        (400, "default=yes"),
        (400, "graph=http://e/&graph=http://e/"),
        (400, "graph="),
        (400, "graph=rome-v3/v344"),
        (400, "graph=http://e/a%20b"),
        (404, "graph=http://e/"),
        (404, f"graph={base()}graph/rome-v3/v1"),
    ],
)
def test_what_names_no_graph_is_refused(client: FlaskClient, status: int, query: str) -> None:
    response = client.get(f"/store?{query}")
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_what_cannot_be_written_is_not_acceptable(client: FlaskClient) -> None:
    response = client.get("/store?default", headers={"Accept": "text/csv"})
    assert response.status_code == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_the_store_is_only_read(client: FlaskClient, method: str) -> None:
    response = client.open(f"/store?graph={ROME}", method=method, data=b"<a:a> <a:b> <a:c> .")
    assert response.status_code == 405
    assert sorted(response.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]


def test_head_is_get_without_body(client: FlaskClient) -> None:
    response = client.head("/store", query_string={"graph": ROME})
    assert (response.status_code, response.mimetype, response.data) == (200, "text/turtle", b"")
    assert client.head("/store?graph=http://e/").status_code == 404
