"""JSON Schema of the documents, and what clients were promised of it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ontology import context
from ontology.json_schema import document_schema, json_schemas

PROMISED = Path(__file__).with_name("json_promises.json")
"""By class, what a client may rely on: required keys, and what stands under each key."""

Promises = Mapping[str, Mapping[str, Any]]


def promises() -> Promises:
    return {
        name: {"required": schema["required"], "keys": dict(_signatures(schema))}
        for name, schema in json_schemas().items()
    }


def _signatures(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in schema["properties"].items():
        kind = value.get("type", "any")
        yield key, f"list of {value['items'].get('type', 'any')}" if kind == "array" else kind


def broken(old: Promises, new: Promises) -> list[str]:
    """Return what a client of the old promises would no longer find."""
    found = [f"{name} is gone" for name in old if name not in new]
    for name in old.keys() & new.keys():
        lost = set(old[name]["required"]) - set(new[name]["required"])
        found += [f"{name}.{key} may be missing" for key in sorted(lost)]
        for key, kind in old[name]["keys"].items():
            now = new[name]["keys"].get(key, "gone")
            found += [f"{name}.{key} was {kind}, is {now}"] if now != kind else []
    return found


def test_every_schema_is_one() -> None:
    for schema in (document_schema(), *json_schemas().values()):
        Draft202012Validator.check_schema(schema)


def test_every_key_is_of_the_context() -> None:
    known = context()["@context"]
    assert isinstance(known, dict)
    for name, schema in json_schemas().items():
        assert {name, *schema["properties"]} <= known.keys()
        assert {*schema["required"]} <= schema["properties"].keys()


def test_a_schema_says_what_the_shapes_demand() -> None:
    metier = json_schemas()["Metier"]
    assert "notation" in metier["required"]
    assert metier["properties"]["notation"]["pattern"] == "^MET\\.\\d+$"
    assert metier["properties"]["formation"]["type"] == "array"
    assert metier["properties"]["transverse"]["type"] == "boolean"
    assert json_schemas()["Parcours"]["properties"]["anneesMin"]["type"] == "string"


def test_no_promise_is_broken() -> None:
    """A change that breaks one is a new version: of the vocabulary, of the API, of this file."""
    assert broken(json.loads(PROMISED.read_text("utf-8")), promises()) == []


def test_every_promise_is_written_down() -> None:
    assert json.loads(PROMISED.read_text("utf-8")) == promises()


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({}, "Metier is gone"),
        ({"required": [], "keys": {"id": "string"}}, "Metier.id may be missing"),
        ({"required": ["id"], "keys": {}}, "Metier.id was string, is gone"),
        ({"required": ["id"], "keys": {"id": "list of string"}},
         "Metier.id was string, is list of string"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_seen(new: Mapping[str, Any], said: str) -> None:
    old = {"Metier": {"required": ["id"], "keys": {"id": "string"}}}
    assert broken(old, {"Metier": new} if new else {}) == [said]
    assert (
        broken(old, {"Metier": {"required": ["id", "x"], "keys": {"id": "string", "x": "any"}}})
        == []
    )
