"""Generic pages: any resource that has none of its own kind, and a named graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ontology import base, prefixes
from queries import find
from server.browse import name_lookup
from server.browse.name_lookup import NamedEdition
from server.browse.vocabulary import term_name
from server.engine import Engine, Row
from server.http.language import gettext, in_page_language
from server.iris import compact
from server.sparql.result_table import Cell, cell

__all__ = [
    "GraphSummary",
    "PropertyStatements",
    "Resource",
    "StatedValue",
    "read_graph",
    "read_resource",
]

_MOST_INCOMING: Final = 100
_MOST_THINGS: Final = 100
_MOST_TYPED, _MOST_COUNTED = 200, 5_000
"""The limits of `graph_things` and of the count in `graph_summary`."""
_TITLES: Final = frozenset({"skos:prefLabel", "dct:title", "rdfs:label", "schema:name"})
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True)
class StatedValue:
    """A term at the other end of a statement, and its name if it has one."""

    cell: Cell
    label: str


@dataclass(frozen=True)
class PropertyStatements:
    """A property and all the terms at its other end; `relation` is its short name."""

    property: Cell
    relation: str
    values: Sequence[StatedValue]


@dataclass(frozen=True)
class Resource:
    """A thing as the graph has it: its properties, and what points to it."""

    iri: str
    kind: str
    title: str
    outgoing: Sequence[PropertyStatements]
    incoming: Sequence[PropertyStatements]
    truncated: bool


@dataclass(frozen=True)
class GraphSummary:
    """A named graph: the edition that it holds a part of, and the things it describes.

    `triples` is None where they are too many to be counted while someone waits.
    """

    iri: str
    triples: int | None
    edition: NamedEdition | None
    things: Sequence[Cell]
    truncated: bool


def read_resource(engine: Engine, iri: str) -> Resource:
    """Read any IRI that the graph knows."""
    term = ox.NamedNode(iri)
    outgoing = engine.select(find("browse/outgoing"), iri=term)
    incoming = engine.select(find("browse/incoming"), iri=term)
    types = [row.iri("value") for row in outgoing if row.iri("property") == _TYPE]
    own = [type_ for type_ in types if type_.startswith(base())]
    return Resource(
        iri=iri,
        kind=term_name(engine, own[0]) if own else gettext("Ressource"),
        title=in_page_language(_titles(outgoing)) or compact(iri, prefixes()),
        outgoing=_grouped(engine, outgoing, "value"),
        incoming=_grouped(engine, incoming[:_MOST_INCOMING], "thing"),
        truncated=len(incoming) > _MOST_INCOMING,
    )


def _titles(rows: Sequence[Row]) -> Mapping[str, str]:
    return {
        term.language or "": term.value
        for row in rows
        if compact(row.iri("property"), prefixes()) in _TITLES
        and isinstance(term := row.terms["value"], ox.Literal)
    }


def _grouped(engine: Engine, rows: Sequence[Row], name: str) -> list[PropertyStatements]:
    found: dict[str, dict[str, StatedValue]] = {}
    for row in rows:
        shown = cell(row.terms[name], prefixes())
        iri = row.optional_iri(name)
        label = (name_lookup.name_of(engine, iri) if iri else "") or row.text("label")
        values = found.setdefault(row.iri("property"), {})
        values.setdefault(str(row.terms[name]), StatedValue(shown, label))
    groups = []
    for property_, values in found.items():
        shown = cell(ox.NamedNode(property_), prefixes())
        named = Cell(term_name(engine, property_), shown.href, full=shown.full)
        short = compact(property_, prefixes())
        groups.append(PropertyStatements(named, short, list(values.values())))
    return groups


def read_graph(engine: Engine, iri: str) -> GraphSummary:
    """Read what a named graph that exists is about."""
    term = ox.NamedNode(iri)
    row = engine.select(find("browse/graph_summary"), graph=term)[0]
    things = engine.select(find("browse/graph_things"), graph=term)
    named = {thing.iri("thing"): thing for thing in things if thing.optional_iri("thing")}
    counted = row.count("triples")
    return GraphSummary(
        iri=iri,
        triples=counted if counted < _MOST_COUNTED else None,
        edition=name_lookup.editions(engine).get(row.optional_iri("edition") or ""),
        things=[_named(named[name]) for name in sorted(named)[:_MOST_THINGS]],
        truncated=len(named) > _MOST_THINGS or len(things) >= _MOST_TYPED,
    )


def _named(row: Row) -> Cell:
    """Return a thing; one that another edition replaced has no place of its own on its page."""
    found = cell(row.terms["thing"], prefixes())
    href = found.href if row.truth("kept") else (found.href or "").partition("#")[0]
    return Cell(found.text, href, note=row.text("label"), full=found.full)
