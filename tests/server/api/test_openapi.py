"""The description of the API: sound, whole, and what the server really does."""

from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.api.library import library
from server.api.openapi import openapi
from server.api.rest import API
from server.engine.embedded import EmbeddedEngine

BOUNDS = settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
"""Five requests an address and a run, the same each time."""


WHOLE = ("/", "/openapi.json", "/.well-known/sparql-examples", "/manifest.json")
"""Addresses without parameter: nothing is said wrongly there."""
OTHERS = (*WHOLE, "/suggestions", "/sparql")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def schema(address: str) -> Any:
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


ASKED = [*OTHERS, *(API + name for name in library())]
TRIED = [
    *((path, schemathesis.GenerationMode.POSITIVE) for path in ASKED),
    *((path, schemathesis.GenerationMode.NEGATIVE) for path in ASKED if path not in WHOLE),
]


@pytest.mark.parametrize(("path", "mode"), TRIED, ids=str)
def test_the_server_does_what_it_says(schema: Any, path: str, mode: Any) -> None:
    """No error of the server, no status nor type that is not described, no row but as described."""
    operation = schema[path]["GET"]

    @BOUNDS
    @given(case=operation.as_strategy(generation_mode=mode))
    def conforms(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    conforms()


def test_all_that_is_described_is_tried(schema: Any) -> None:
    assert {*schema} == {*ASKED}


def test_every_query_is_described(client: FlaskClient) -> None:
    said = client.get("/openapi.json").json
    assert said is not None
    assert {f"/api/v1/{name}" for name in library()} <= said["paths"].keys()
    levels = said["paths"]["/api/v1/niveau_metiers"]["get"]
    assert "bac-2" in levels["parameters"][0]["schema"]["enum"]
    assert levels["x-sparql"] == library()["niveau_metiers"].query.body
    assert levels["responses"].keys() >= {"200", "304", "404", "422", "429", "503"}


def test_it_is_said_in_the_language_of_the_client(client: FlaskClient) -> None:
    french, english = (client.get(f"/openapi.json?lang={code}").json for code in ("fr", "en"))
    for said, title in (
        (french, "Les métiers d'un secteur"),
        (english, "The occupations of a sector"),
    ):
        assert said is not None
        assert said["paths"]["/api/v1/secteur_metiers"]["get"]["summary"] == title


def test_it_is_openapi(engine: EmbeddedEngine) -> None:
    """Its schemas are schemas, and all that it refers to is there."""
    said = openapi(engine)
    for schema in said["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
    statuses = {
        response["$ref"].rpartition("/")[2]
        for path in said["paths"].values()
        for response in path["get"]["responses"].values()
        if "$ref" in response
    }
    assert statuses <= said["components"]["responses"].keys()
    names = [path["get"].get("operationId") for path in said["paths"].values()]
    assert len([*filter(None, names)]) == len({*filter(None, names)})
