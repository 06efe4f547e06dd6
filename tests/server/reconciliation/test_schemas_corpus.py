"""The examples of the specification: those that are valid accepted, the others refused.

Requests are given to the service. What a service answers is judged by the published schemas, which
are first shown to tell valid examples from the others; then the answers of this one.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from ontology import base
from tests.conftest import MORE

pytestmark = pytest.mark.corpus

FOLDER: Final = MORE / "reconciliation"
VERSIONS: Final = {"0.2": "/reconciliation/0.2", "1.0-draft": "/reconciliation/1.0"}
METIER: Final = f"{base()}id/metier/MET.797"
_PART: Final = {
    "data-extension-metadata": ("manifest", "/properties/extend"),
    "preview-metadata": ("manifest", "/properties/preview"),
    "suggest-metadata": ("manifest", "/properties/suggest/definitions/service_definition"),
}
"""Examples of a part of something: the schema, and where it is in it."""
_CANDIDATE: Final = {
    "0.2": "/patternProperties/^.*$/properties/result/items",
    "1.0-draft": "/properties/results/items/properties/candidates/items",
}
REQUESTS: Final = ("reconciliation-query-batch", "data-extension-query")
WITHOUT_SCHEMA: Final = {"flyout-response": {"id", "html"}, "security-scheme": {"type"}}
"""What no schema of the folder describes (the second is OpenAPI's), by the members it must have."""


def examples(validity: str) -> Iterator[Any]:
    """Yield the examples of both versions, if they are beside the project."""
    for version in VERSIONS:
        for path in sorted(FOLDER.glob(f"{version}/examples/*/{validity}/*.json")):
            yield pytest.param(version, path, id=f"{version}-{path.parts[-3]}-{path.stem}")


@pytest.fixture(autouse=True)
def _beside(more_folder: Path) -> None:
    """Skip where the examples are not beside the project."""


@cache
def schemas(version: str) -> "Registry[Any]":
    folder = FOLDER / version / "schemas"
    registry: Registry[Any] = Registry()
    for path in folder.glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        resource = Resource.from_contents(schema, default_specification=DRAFT7)
        names = {path.name, schema.get("$id", path.name)}
        names |= {f"{schema['$id'].rpartition('/')[0]}/{path.name}"} if "$id" in schema else set()
        registry = registry.with_resources((name, resource) for name in names)
    return registry


def is_admitted(version: str, kind: str, document: object) -> bool:
    """Tell whether the schema of a kind of document admits one."""
    schema, place = _PART.get(kind, (kind, ""))
    if kind == "reconciliation-candidate":
        schema, place = "reconciliation-result-batch", _CANDIDATE[version]
    registry = schemas(version)
    identifier = registry.contents(f"{schema}.json").get("$id", f"{schema}.json").rstrip("#")
    reference = {"$ref": f"{identifier}#{place}"}
    return bool(Draft7Validator(reference, registry=registry).is_valid(document))


def is_accepted(client: FlaskClient, version: str, kind: str, document: object) -> bool:
    """Ask the service, and tell whether it answers as its schema says; else it is a 400."""
    address = VERSIONS[version]
    text = json.dumps(document)
    if version == "0.2":
        name = "queries" if kind == "reconciliation-query-batch" else "extend"
        response = client.post(address, data={name: text})
    else:
        path = "reconcile" if kind == "reconciliation-query-batch" else "extend"
        response = client.post(f"{address}/{path}", data=text)
    if response.status_code == 400:
        return False
    assert response.status_code == 200
    answer = {"reconciliation-query-batch": "reconciliation-result-batch"}.get(
        kind, "data-extension-response"
    )
    assert is_admitted(version, answer, response.get_json())
    return True


@pytest.mark.parametrize("validity", ["valid", "invalid"])
def test_there_are_examples(validity: str) -> None:
    assert len(list(examples(validity))) >= {"valid": 60, "invalid": 20}[validity]


@pytest.mark.parametrize(("version", "path"), list(examples("valid")))
def test_what_is_valid_is_accepted(client: FlaskClient, version: str, path: Path) -> None:
    kind, document = path.parts[-3], json.loads(path.read_text("utf-8"))
    if kind in REQUESTS:
        assert is_accepted(client, version, kind, document)
    elif kind in WITHOUT_SCHEMA:
        assert document.keys() >= WITHOUT_SCHEMA[kind]
    else:
        assert is_admitted(version, kind, document)


@pytest.mark.parametrize(("version", "path"), list(examples("invalid")))
def test_what_is_not_is_refused(client: FlaskClient, version: str, path: Path) -> None:
    kind, document = path.parts[-3], json.loads(path.read_text("utf-8"))
    if kind in REQUESTS:
        assert not is_accepted(client, version, kind, document)
    else:
        assert not is_admitted(version, kind, document)


ANSWERS: Final[dict[str, Callable[[str], str]]] = {
    "manifest": lambda version: "",
    "suggest-entities-response": lambda version: "/suggest/entity?prefix=assist",
    "suggest-properties-response": lambda version: "/suggest/property?prefix=ni",
    "suggest-types-response": lambda version: "/suggest/type?prefix=",
    "data-extension-property-proposal": lambda version: (
        "/properties?type=metier" if version == "0.2" else "/extend/propose?type=metier"
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ANSWERS)
def test_our_answers_are_what_the_schemas_say(client: FlaskClient, version: str, kind: str) -> None:
    answer = client.get(VERSIONS[version] + ANSWERS[kind](version)).get_json()
    assert is_admitted(version, kind, answer)
    assert kind == "manifest" or any(
        answer[name] for name in ("result", "properties") if name in answer
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_our_candidates_and_values_are_what_the_schemas_say(
    client: FlaskClient, version: str
) -> None:
    conditions = [
        {"matchType": "name", "propertyValue": "assistante de gestion"},
        {"matchType": "property", "propertyId": "code", "propertyValue": "MET.797"},
    ]
    batches: dict[str, object] = {
        "0.2": {"q": {"query": "assistante de gestion", "properties": [{"pid": "code", "v": "x"}]}},
        "1.0-draft": {"queries": [{"conditions": conditions}]},
    }
    assert is_accepted(client, version, "reconciliation-query-batch", batches[version])
    properties = [{"id": name} for name in ("niveau", "rncp", "formation", "x")]
    asked = {"ids": [METIER, "x"], "properties": properties}
    assert is_accepted(client, version, "data-extension-query", asked)
