"""Provenance: the sources of the page of a thing, and the graphs that state a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ontology import prefixes
from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.concept import Node
from server.browse.formatting import truncate
from server.browse.name_lookup import NamedEdition
from server.browse.vocabulary import term_name
from server.engine import Engine, Row
from server.iris import anchor, compact, tail

__all__ = [
    "MetierSource",
    "Reasons",
    "Statement",
    "StatementGroup",
    "StatementSource",
    "read_name",
    "read_reasons",
    "read_sources",
    "read_thing_sources",
]

_RELATED: Final = "http://www.w3.org/2004/02/skos/core#related"
_MOST: Final = 100
_LONGEST: Final = 300
_FIRST: Final = ("mg:romeV3", "mg:formation", "mg:centreInteret")
"""The relations that make métiers near; the others come after."""


@dataclass(frozen=True)
class MetierSource:
    """An edition that speaks of a métier, or of another thing, and a graph that holds what it says.

    An edition of sheets speaks of it in its own sheet, else in those of others: `others` says how
    many more graphs there are.
    """

    graph: str
    edition: NamedEdition
    others: int


@dataclass(frozen=True)
class StatementSource:
    """A graph that makes a statement, and the edition it is of where that is known."""

    graph: str
    edition: NamedEdition | None

    @property
    def name(self) -> str:
        """A few letters to tell it from the others of a statement."""
        return self.edition.name if self.edition else tail(self.graph)


@dataclass(frozen=True)
class Statement:
    """A subject, a relation and an object; without IRI the object is a text.

    `is_kept` tells that it is in the view, and not replaced by what another edition says.
    """

    subject: Node
    relation: str
    target: Node
    is_kept: bool
    sayings: Sequence[StatementSource]


@dataclass(frozen=True)
class StatementGroup:
    """Statements of the same editions, in the same graphs or each in its own."""

    is_kept: bool
    statements: Sequence[Statement]

    @property
    def sayings(self) -> Sequence[StatementSource]:
        """The graphs that make them, one an edition where they are not the same for all."""
        return self.statements[0].sayings

    @property
    def is_same(self) -> bool:
        """Whether the same graphs make all the statements."""
        return all(each.sayings == self.sayings for each in self.statements)


@dataclass(frozen=True)
class SharedValues:
    """The things that two things both point to by a relation."""

    relation: str
    name: str
    nodes: Sequence[Node]


@dataclass(frozen=True)
class Reasons:
    """The statements asked for, and what two things have in common, by relation."""

    groups: Sequence[StatementGroup]
    shared: Sequence[SharedValues]
    truncated: bool


def read_sources(
    rows: Sequence[Row], notation: str, editions: Mapping[str, NamedEdition]
) -> list[MetierSource]:
    """Build the sources from rows of ``browse/metier_sources``, one an edition, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.iri("edition"), []).append(row)
    return [
        _source(editions[edition], several, notation)
        for edition, several in found.items()
        if edition in editions
    ]


def read_thing_sources(engine: Engine, iri: str) -> list[MetierSource]:
    """Return the editions that name any thing, each with the first graph and how many others do."""
    known = name_lookup.editions(engine)
    return [
        MetierSource(row.iri("graphe"), known[edition], row.count("graphes") - 1)
        for row in engine.select(find("browse/thing_sources"), iri=ox.NamedNode(iri))
        if (edition := row.optional_iri("edition") or "") in known
    ]


def _source(edition: NamedEdition, rows: Sequence[Row], notation: str) -> MetierSource:
    own = next((row for row in rows if tail(row.iri("graph")) == notation), None)
    graph = (own or rows[0]).iri("graph")
    return MetierSource(graph, edition, 0 if own else len(rows) - 1)


def read_reasons(engine: Engine, subject: str, relation: str, target: str) -> Reasons:
    """Read why things are tied: of the three IRIs one may be empty, and then all its values are.

    A relation that holds both ways is read both ways; two things are, and what they share.
    """
    rows = _rows(engine, subject, relation, target)
    if relation in ("", _RELATED):
        rows += _rows(engine, target, relation, subject)
    statements = _statements(engine, rows)
    shared = [] if relation else _shared_values(engine, subject, target)
    return Reasons(_grouped(statements[:_MOST]), shared, len(statements) > _MOST)


def _grouped(statements: Sequence[Statement]) -> list[StatementGroup]:
    found: dict[tuple[bool, tuple[str, ...]], list[Statement]] = {}
    for each in statements:
        editions = dict.fromkeys(saying.edition.iri for saying in each.sayings if saying.edition)
        found.setdefault((each.is_kept, tuple(editions)), []).append(each)
    return [StatementGroup(is_kept, several) for (is_kept, _), several in found.items()]


def read_name(engine: Engine, iri: str) -> str:
    """Return the name of any thing, its last segment if it has none."""
    if known := name_lookup.name_of(engine, iri):
        return known
    rows = engine.select(find("browse/concept"), iri=ox.NamedNode(iri))
    return rows[0].text("label") or tail(iri)


def _rows(engine: Engine, subject: str, relation: str, target: str) -> list[Row]:
    given = {"sujet": subject, "relation": relation, "objet": target}
    terms = {name: ox.NamedNode(iri) for name, iri in given.items() if iri}
    if not subject:
        return engine.select(find("browse/pourquoi_sujets"), **terms)
    if not target:
        return engine.select(find("browse/pourquoi_objets"), **terms)
    terms.pop("relation", None)
    rows = engine.select(find("browse/pourquoi_relations"), **terms)
    return [row for row in rows if relation in ("", row.iri("relation"))]


def _statements(engine: Engine, rows: Sequence[Row]) -> list[Statement]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = row.iri("sujet"), row.iri("relation"), str(row.terms["objet"]), row.text("texte")
        found.setdefault(key, []).append(row)
    statements = [_statement(engine, several) for several in found.values()]
    return sorted(
        statements,
        key=lambda each: (not each.is_kept, fold(each.target.label), fold(each.subject.label)),
    )


def _statement(engine: Engine, rows: Sequence[Row]) -> Statement:
    row = rows[0]
    is_kept = row.truth("retenu")
    subject, target = row.iri("sujet"), row.optional_iri("objet")
    editions = name_lookup.editions(engine)
    graphs = {each.iri("graphe"): editions.get(each.optional_iri("edition") or "") for each in rows}
    return Statement(
        Node(subject, row.text("nomSujet") or read_name(engine, subject)),
        term_name(engine, row.iri("relation")),
        Node(_address(target, is_kept), _target_name(engine, row, target))
        if target
        else Node("", truncate(row.text("objet"), _LONGEST)),
        is_kept,
        [StatementSource(graph, graphs[graph]) for graph in sorted(graphs, reverse=True)],
    )


def _target_name(engine: Engine, row: Row, iri: str) -> str:
    text = row.text("texte")
    return truncate(text, _LONGEST) if text else row.text("nomObjet") or read_name(engine, iri)


def _address(iri: str, is_kept: bool) -> str:
    """Return where to go to a thing: nowhere, if it is a part that its page shows no more."""
    return iri if is_kept or not anchor(iri) else ""


def _shared_values(engine: Engine, subject: str, target: str) -> list[SharedValues]:
    rows = engine.select(
        find("browse/pourquoi_communs"),
        sujet=ox.NamedNode(subject),
        objet=ox.NamedNode(target),
    )
    found: dict[str, dict[str, Node]] = {}
    for row in rows:
        thing = row.optional_iri("commun") or ""
        name = name_lookup.name_of(engine, thing) or row.text("nom") or tail(thing)
        found.setdefault(row.iri("relation"), {})[thing] = Node(thing, name)
    common = [
        SharedValues(
            relation,
            term_name(engine, relation),
            sorted(nodes.values(), key=lambda node: fold(node.label)),
        )
        for relation, nodes in found.items()
    ]
    return sorted(common, key=lambda each: (_place(each.relation), each.name))


def _place(relation: str) -> int:
    short = compact(relation, prefixes())
    return _FIRST.index(short) if short in _FIRST else len(_FIRST)
