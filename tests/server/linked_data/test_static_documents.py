import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import SH, URIRef

from ontology import base, context
from server.app import create_app
from server.browse.kinds import KINDS
from server.iris import link
from server.settings import Settings
from tests.server.graphs import read


def test_browsers_find_the_icon(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as response:
        assert (response.status_code, response.mimetype) == (200, "image/svg+xml")


def test_the_context_is_served_to_other_sites(client: FlaskClient) -> None:
    response = client.get("/ontology/context.jsonld")
    assert response.mimetype == "application/ld+json"
    assert json.loads(response.data) == context()
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "*/*"])
def test_the_iri_of_a_shape_leads_to_the_shapes(client: FlaskClient, accept: str) -> None:
    iri = f"{base()}shapes#NoeudShape"
    path = (link(iri) or "").partition("#")[0]
    response = client.get(path, headers={"Accept": accept})
    assert response.content_type == "text/turtle; charset=utf-8"
    assert (URIRef(iri), None, SH.NodeShape) in read(response.data, "text/turtle")
    assert client.get("/shapes.ttl").data == response.data


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/robots.txt", "/ontology/context.jsonld", "/shapes"]
)
def test_files_need_no_release(tmp_path: Path, path: str) -> None:
    with create_app(Settings(home=tmp_path)).test_client().get(path) as response:
        assert response.status_code == 200


@pytest.mark.parametrize("path", [*(kind.index for kind in KINDS), "/exemples", "/sparql"])
def test_a_trailing_slash_leads_to_the_page(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}/?page=2&x=%2F")
    assert (response.status_code, response.location) == (308, f"{path}?page=2&x=%2F")
    assert client.get(f"{path}/").location == path
