"""Data extension: the values of properties of things, to be added to a table as columns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.http.language import gettext, language
from server.reconciliation.manifest import CONTENTS, type_name
from server.reconciliation.properties import all_properties
from server.reconciliation.query_batch import MOST_PROPERTIES, check_size, one_of, refuse
from server.search.index import PropertyValue, SearchIndex

__all__ = ["Extension", "columns", "extend", "propose", "read_extension"]

_TYPES: Final = {
    "rome_v3": "rome-v3", "rome_v4": "rome-v4",
    **{name: name for name in ("metier", "formation", "certification", "esco")},
}  # fmt: skip
"""The types of the values of properties, where they are things that can be reconciled."""


@dataclass(frozen=True)
class AddedProperty:
    """A property to add: the most values a row, 0 for all, and what to give of things."""

    id: str
    limit: int
    content: str


@dataclass(frozen=True)
class Extension:
    """The things of a table, and the properties to add to them."""

    ids: Sequence[str]
    properties: Sequence[AddedProperty]


def read_extension(document: object) -> Extension:
    """Read a data extension query, the same in both versions."""
    if not isinstance(document, dict):
        refuse("extend", gettext("un objet est attendu"))
    ids, properties = document.get("ids"), document.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        refuse("ids", gettext("une liste de textes est attendue"))
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        refuse(
            "properties",
            gettext("une liste de %(most)d au plus est attendue", most=MOST_PROPERTIES),
        )
    check_size(len(ids))
    return Extension(
        ids, [_property(each, f"properties[{n}]") for n, each in enumerate(properties)]
    )


def _property(document: object, place: str) -> AddedProperty:
    if not isinstance(document, dict) or not isinstance(document.get("id"), str):
        refuse(f"{place}.id", gettext("un texte est attendu"))
    settings = document.get("settings") or {}
    if not isinstance(settings, dict):
        refuse(f"{place}.settings", gettext("un objet est attendu"))
    try:
        limit = int(settings.get("limit") or 0)
    except (TypeError, ValueError, OverflowError):
        refuse(f"{place}.settings.limit", gettext("un nombre est attendu"))
    content = settings.get("content") or "id"
    if content not in CONTENTS:
        refuse(f"{place}.settings.content", one_of(list(CONTENTS)))
    return AddedProperty(document["id"], max(limit, 0), content)


def extend(index: SearchIndex, asked: Extension) -> Mapping[str, Mapping[str, list[Any]]]:
    """Return the values by thing, then by property, as both versions write them."""
    held = index.things([number for number, _ in index.numbers_of(asked.ids)])
    numbers = {thing.iri: number for number, thing in held.items()}
    found: dict[tuple[int, str], list[PropertyValue]] = defaultdict(list)
    names = [each.id for each in asked.properties]
    for value in index.property_values(numbers.values(), names):
        found[value.thing, value.property].append(value)
    return {
        iri: {
            each.id: _written(found[numbers.get(iri, 0), each.id], each)
            for each in asked.properties
        }
        for iri in asked.ids
    }


def _written(values: Sequence[PropertyValue], asked: AddedProperty) -> list[Any]:
    texts = [_value(value, asked.content) for value in values[: asked.limit or None]]
    return [each for n, each in enumerate(texts) if each not in texts[:n]]


def _value(value: PropertyValue, content: str) -> Mapping[str, str]:
    if value.iri and content == "id":
        return {"id": value.iri, "name": value.text}
    return {"str": value.code if content == "code" and value.code else value.text}


def columns(asked: Extension) -> Sequence[Mapping[str, Any]]:
    """Return what is said of the columns: their names, and the types of what they hold."""
    return [_described(each.id) for each in asked.properties]


def _described(identifier: str) -> Mapping[str, Any]:
    known = all_properties().get(identifier)
    said: dict[str, Any] = {
        "id": identifier,
        "name": known.title_in(language()) if known else identifier,
    }
    if type_ := _TYPES.get(identifier):
        said["type"] = {"id": type_, "name": type_name(type_)}
    return said


def propose(index: SearchIndex, type_: str, limit: int) -> Mapping[str, Any]:
    """Return the properties that things of a type have, all of them where it is not known."""
    having = index.properties_of(type_)
    names = [name for name in all_properties() if not having or name in having]
    proposed = [
        {"id": name, "name": all_properties()[name].title_in(language())}
        for name in names[: limit or None]
    ]
    return {"type": type_, "limit": limit, "properties": proposed}
