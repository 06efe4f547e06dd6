"""What changed from one release to another, as records."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What happened to a thing; values are those of the JSON document."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a reader sees it; `iri` is there where it is a thing with an IRI of its own."""

    text: str
    iri: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field has in one release only: `before` in the older one, `after` in the newer.

    `field` is a predicate (`mg:formation`), or a section of a fiche (`rubrique:nature-travail`)
    whose values are its lines; `name` is what it is called in French.
    """

    field: str
    name: str
    before: tuple[Value, ...]
    after: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that one release has and the other has not, or has otherwise (`fields`).

    `label` is its newer name, where it still has one.
    """

    kind: str
    state: State
    iri: str
    label: str
    fields: tuple[FieldChange, ...] = ()
