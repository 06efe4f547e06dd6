"""Pages for whatever has none of its own: any resource, a named graph, the vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology import prefixes
from queries import find
from server.browse.wording import licence
from server.engine import Engine, Row
from server.iris import compact, tail
from server.table import Cell, cell

__all__ = [
    "GraphSummary",
    "Resource",
    "Statement",
    "VocabularyTerm",
    "read_graph",
    "read_resource",
    "read_vocabulary",
]

_MOST_INCOMING = 200
_MOST_THINGS = 200
_MOST_TYPED, _MOST_COUNTED = 1000, 20_000
"""The limits of `graph_things` and of the count in `graph_summary`."""
_TITLES = frozenset({"skos:prefLabel", "dct:title", "rdfs:label", "schema:name"})


@dataclass(frozen=True)
class Statement:
    """A property and the term at its other end, with the label of each."""

    property: Cell
    term: Cell
    label: str


@dataclass(frozen=True)
class Resource:
    """A thing as the graph has it: what is said of it, and what points to it."""

    iri: str
    title: str
    outgoing: Sequence[Statement]
    incoming: Sequence[Statement]
    truncated: bool


@dataclass(frozen=True)
class GraphSummary:
    """A named graph: the edition that it holds a part of, and the things it describes.

    `triples` is None where they are too many to be counted while someone waits.
    """

    iri: str
    triples: int | None
    title: str
    edition: str
    publisher: str
    licence: str
    licence_name: str
    things: Sequence[Cell]
    truncated: bool


@dataclass(frozen=True)
class VocabularyTerm:
    """A class or a property of the vocabulary; `domain` and `range` may be empty cells."""

    id: str
    name: str
    is_class: bool
    label: str
    label_en: str
    definition: str
    definition_en: str
    domain: Cell
    range: Cell
    example: str


def read_resource(engine: Engine, iri: str) -> Resource:
    """Read any IRI that the graph knows."""
    term = ox.NamedNode(iri)
    outgoing = engine.select(find("browse/outgoing"), iri=term)
    incoming = engine.select(find("browse/incoming"), iri=term)
    titles = [row.text("value") for row in outgoing if _is_title(row)]
    return Resource(
        iri=iri,
        title=titles[0] if titles else compact(iri, prefixes()),
        outgoing=[_statement(row, "value") for row in outgoing],
        incoming=[_statement(row, "thing") for row in incoming[:_MOST_INCOMING]],
        truncated=len(incoming) > _MOST_INCOMING,
    )


def _is_title(row: Row) -> bool:
    value = row.terms["value"]
    names = compact(row.iri("property"), prefixes()) in _TITLES
    return names and isinstance(value, ox.Literal) and value.language in (None, "fr")


def _statement(row: Row, name: str) -> Statement:
    found = cell(row.terms["property"], prefixes())
    label = row.text("propertyLabel")
    shown = Cell(label, found.href, full=found.full) if label else found
    return Statement(shown, cell(row.terms[name], prefixes()), row.text("label"))


def read_graph(engine: Engine, iri: str) -> GraphSummary:
    """Read what a named graph that exists is about."""
    term = ox.NamedNode(iri)
    row = engine.select(find("browse/graph_summary"), graph=term)[0]
    things = engine.select(find("browse/graph_things"), graph=term)
    named = {thing.iri("thing"): thing for thing in things if thing.optional_iri("thing")}
    counted = row.count("triples")
    edition = row.optional_iri("edition")
    return GraphSummary(
        iri=iri,
        triples=counted if counted is not None and counted < _MOST_COUNTED else None,
        title=row.text("title"),
        edition=tail(edition) if edition else "",
        publisher=row.text("publisher"),
        licence=row.text("licence"),
        licence_name=licence(row.text("licence")),
        things=[_named(named[name]) for name in sorted(named)[:_MOST_THINGS]],
        truncated=len(named) > _MOST_THINGS or len(things) >= _MOST_TYPED,
    )


def _named(row: Row) -> Cell:
    found = cell(row.terms["thing"], prefixes())
    return Cell(found.text, found.href, note=row.text("label"), full=found.full)


def read_vocabulary(engine: Engine) -> Sequence[VocabularyTerm]:
    """Read the vocabulary's own terms, classes first."""
    terms = [
        VocabularyTerm(
            id=row.iri("term").partition("#")[2],
            name=compact(row.iri("term"), prefixes()),
            is_class=row.iri("type").endswith("#Class"),
            label=row.text("label"),
            label_en=row.text("labelEn"),
            definition=row.text("definition"),
            definition_en=row.text("definitionEn"),
            domain=cell(row.terms.get("domain"), prefixes()),
            range=cell(row.terms.get("range"), prefixes()),
            example=row.text("example"),
        )
        for row in engine.select(find("browse/ontology_terms"))
    ]
    return sorted(terms, key=lambda term: (not term.is_class, term.id.casefold()))
