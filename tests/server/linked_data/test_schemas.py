"""Documents as JSON-LD: all are what the JSON Schemas promise."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from ontology import base, prefixes
from server.app import create_app
from server.releases.layout import STORE_FOLDER
from server.settings import Settings

JSON_LD = "application/ld+json"
SAMPLE = 12
"""Things of each class that are looked at."""


def schema(client: FlaskClient, name: str) -> Any:
    response = client.get(f"/ontology/schemas/{name}.json")
    assert (response.status_code, response.mimetype) == (200, "application/schema+json")
    return json.loads(response.data)


def validator(client: FlaskClient) -> Draft202012Validator:
    """Return what judges whole documents, its schemas read from the server."""
    whole = schema(client, "document")
    classes = whole["properties"]["@graph"]["prefixItems"][0]["allOf"][1:]
    names = [each["then"]["$ref"].rpartition("/")[2].removesuffix(".json") for each in classes]
    found = (schema(client, name) for name in names)
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in found
    )
    return Draft202012Validator(whole, registry=registry)


def things(store: ox.Store, each: int) -> Iterator[str]:
    """Yield the addresses of some things of every class of a release, always the same."""
    types: dict[str, set[str]] = {}
    type_ = ox.NamedNode(f"{prefixes()['rdf']}type")
    for quad in store.quads_for_pattern(None, type_, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(f"{base()}id/"):
            types.setdefault(str(quad.object), set()).add(quad.subject.value)
    for name in sorted(types):
        iris = sorted(types[name])
        yield from random.Random(name).sample(iris, min(each, len(iris)))


def faults(release: Path) -> list[str]:
    client = create_app(Settings(home=release.parent.parent)).test_client()
    store = ox.Store.read_only(str(release / STORE_FOLDER))
    judge = validator(client)
    found = []
    for iri in things(store, SAMPLE):
        response = client.get(f"/id/{iri.removeprefix(f'{base()}id/')}", follow_redirects=True,
                              headers={"Accept": JSON_LD})  # fmt: skip
        if response.mimetype == JSON_LD:
            found += [f"{iri} {each.message}" for each in judge.iter_errors(response.get_json())]
    return found


def test_documents_keep_what_is_promised(planted: Path) -> None:
    assert faults(planted) == []


@pytest.mark.corpus
def test_documents_of_all_sources_keep_what_is_promised(everything: Path) -> None:
    assert faults(everything) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda node: node.pop("notation"),
        lambda node: node.update(notation="797"),
        lambda node: node.update(notation=["MET.797"]),
        lambda node: node.update(formation="for:FOR.270"),
        lambda node: node.update(transverse="oui"),
        lambda node: node.pop("id"),
    ],
)
def test_a_document_that_breaks_a_promise_is_refused(
    client: FlaskClient, damage: Callable[[dict[str, Any]], object]
) -> None:
    response = client.get("/doc/metier/MET.797", headers={"Accept": JSON_LD})
    said = '</ontology/schemas/document.json>; rel="describedby"'
    assert said in response.headers.getlist("Link")
    document = response.get_json()
    damage(document["@graph"][0])
    assert not validator(client).is_valid(document)


def test_a_schema_of_nothing_is_unknown_and_told_which_there_are(client: FlaskClient) -> None:
    response = client.get("/ontology/schemas/Nuage.json", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert "document, Appellation" in response.get_json()["detail"]
