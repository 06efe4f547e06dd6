"""View model of the pages of concepts (all but métiers): names, facts, texts, neighbours, entries.

Each kind of thing has a reader that fills a `Concept`; one template shows them all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.fiche_text import FichePassage, TextBlock
from server.browse.pagination import Page, paginate
from server.engine import Engine, Row
from server.http.language import gettext
from server.iris import tail

__all__ = [
    "Concept",
    "ConceptGroup",
    "ConceptText",
    "Fact",
    "Node",
    "read_metiers",
    "read_neighbours",
]


@dataclass(frozen=True)
class Node:
    """Something to name and, if it has an `iri`, to go to; `note` says more in a few words."""

    iri: str
    label: str
    code: str = ""
    note: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of the table of facts; without values it is not shown.

    `relation` is the short name of the property that says it, where one does.
    """

    name: str
    values: Sequence[Node]
    relation: str = ""


@dataclass(frozen=True)
class ConceptText:
    """A text under its heading, in one piece or in passages that have anchors."""

    title: str
    blocks: Sequence[TextBlock] = ()
    passages: Sequence[FichePassage] = ()
    anchor: str = ""


@dataclass(frozen=True)
class ConceptGroup:
    """Neighbours under a heading, in parts if there are any; without nodes it is not shown.

    `relation` is the short name of the property that ties the thing to them, or them to the thing
    if `is_incoming`; empty where they are tied in several steps.
    """

    title: str
    nodes: Sequence[Node] = ()
    note: str = ""
    parts: Sequence["ConceptGroup"] = ()
    anchor: str = ""
    relation: str = ""
    is_incoming: bool = False

    @property
    def total(self) -> int:
        """How many nodes there are, those of the parts included."""
        return len(self.nodes) + sum(part.total for part in self.parts)


@dataclass(frozen=True)
class Concept:
    """What the page shows. `index` is the page that lists the things of this kind, if any."""

    iri: str
    kind: str
    title: str
    index: str = ""
    code: str = ""
    """A code that readers know, shown with the kind; an Onisep id is discreet instead."""
    onisep: str = ""
    forms: Sequence[str] = ()
    definition: Sequence[TextBlock] = ()
    facts: Sequence[Fact] = ()
    tree: Sequence[ConceptGroup] = ()
    """What is above and below; it comes first, then the entries, the texts and other groups."""
    texts: Sequence[ConceptText] = ()
    groups: Sequence[ConceptGroup] = ()
    lead: str = ""
    """What the page says of its entries, their number included."""
    entries: Page[Node] | None = None
    """What it lists, métiers most often; None for what lists nothing by its nature."""
    relation: str = ""
    """The short name of the property by which the entries point to it, where one does."""
    publisher: str = ""
    publisher_page: str | None = None
    anchors: Sequence[str] = ()
    """Anchors of its parts that nothing else on the page has."""
    is_translated: bool = False
    """Whether its title is in the language of the page rather than in French."""

    @property
    def description(self) -> str:
        """A sentence on the thing, for those who list pages: its definition, else the entries."""
        definition = " ".join(line for block in self.definition for line in block.lines)
        return definition or self.lead or self.title


def read_metiers(
    engine: Engine, query: str, iri: str, page: int, with_level: bool = True
) -> Page[Node]:
    """Read métiers with a query of `browse`, once each, in alphabetical order.

    A note gives the level of each if that is wanted.
    """
    rows = engine.select(find(f"browse/{query}"), iri=ox.NamedNode(iri))
    found = {row.iri("metier") for row in rows if row.optional_iri("metier")}
    known = name_lookup.metiers(engine, found)

    def placed(metier: str) -> tuple[int, str]:
        return (known[metier].rank if metier in known else len(known)), metier

    def node(metier: str) -> Node:
        named = known.get(metier)
        level = named.niveau if named and with_level else ""
        note = name_lookup.name_of(engine, level) if level else ""
        return Node(metier, (named.label if named else "") or tail(metier), note=note)

    return paginate(sorted(found, key=placed), page).of(node)


def read_neighbours(engine: Engine, iri: str) -> list[ConceptGroup]:
    """Read what is above and below a thing in its tree."""
    rows = engine.select(find("browse/hierarchy"), iri=ox.NamedNode(iri))
    above = [*_related(rows, "broadest"), *_related(rows, "broader")]
    below = sorted(_related(rows, "narrower"), key=lambda node: (node.code, fold(node.label)))
    return [
        ConceptGroup(gettext("Fait partie de"), above, relation="skos:broader"),
        ConceptGroup(gettext("Se divise en"), below, relation="skos:broader", is_incoming=True),
    ]


def _related(rows: Iterable[Row], relation: str) -> list[Node]:
    found = {
        row.iri("target"): Node(
            row.iri("target"),
            row.text("label") or row.text("notation") or tail(row.iri("target")),
            row.text("notation"),
        )
        for row in rows
        if row.text("relation") == relation
    }
    return list(found.values())
