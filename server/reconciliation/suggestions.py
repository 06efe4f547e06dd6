"""Suggestions of the protocol: things, types and properties by what is being typed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ontology.folding import fold
from server.http.language import language
from server.reconciliation.candidates import RECONCILED
from server.reconciliation.manifest import type_name
from server.reconciliation.properties import all_properties
from server.search.index import SearchIndex
from server.search.matches import suggest

__all__ = ["suggest_properties", "suggest_things", "suggest_types"]

_MOST: Final = 20
_LONGEST: Final = 200
_ALL: Final = 400
"""Things that are found before those of other types are left out."""


def suggest_things(
    index: SearchIndex, prefix: str, type_: str, cursor: int
) -> Sequence[Mapping[str, Any]]:
    """Return the things, of a type if it is given, whose names begin like what is typed."""
    types = (type_,) if type_ else RECONCILED
    hits = [hit for hit in suggest(index, prefix[:_LONGEST], _ALL) if hit.type in types]
    return [
        {
            "id": hit.iri,
            "name": hit.label,
            "description": hit.note[:_LONGEST],
            "notable": [{"id": hit.type, "name": type_name(hit.type)}],
        }
        for hit in hits[cursor : cursor + _MOST]
    ]


def suggest_types(prefix: str) -> Sequence[Mapping[str, Any]]:
    """Return the types whose names have what is typed."""
    every = [{"id": each, "name": type_name(each)} for each in RECONCILED]
    return [each for each in every if _has(prefix, each["id"], each["name"])]


def suggest_properties(prefix: str) -> Sequence[Mapping[str, Any]]:
    """Return the properties whose names have what is typed."""
    return [
        {
            "id": name,
            "name": said.title_in(language()),
            "description": said.description_in(language()),
        }
        for name, said in all_properties().items()
        if _has(prefix, name, said.title_in(language()))
    ]


def _has(prefix: str, *names: str) -> bool:
    return any(fold(prefix[:_LONGEST]).strip() in fold(name) for name in names)
