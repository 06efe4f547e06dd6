"""The page of whatever is not a métier: names, facts, texts, neighbours, and métiers behind it.

Each kind of thing has a reader that fills a `Concept`; one template shows them all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.paging import Page, paginate
from server.browse.prose import Block
from server.engine import Engine, Row
from server.iris import tail

__all__ = ["Concept", "Fact", "Group", "Node", "Text", "metiers", "neighbours", "plural"]


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
    """A line of the table of facts; without values it is not shown."""

    name: str
    values: Sequence[Node]


@dataclass(frozen=True)
class Text:
    """A text under its heading."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Group:
    """Neighbours under a heading, in parts if there are any; without nodes it is not shown."""

    title: str
    nodes: Sequence[Node] = ()
    note: str = ""
    parts: Sequence["Group"] = ()
    anchor: str = ""

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
    definition: Sequence[Block] = ()
    facts: Sequence[Fact] = ()
    tree: Sequence[Group] = ()
    """What is above and below; it comes first, then the métiers, the texts and other groups."""
    texts: Sequence[Text] = ()
    groups: Sequence[Group] = ()
    lead: str = ""
    """What the page says of its métiers, their number included."""
    metiers: Page[Node] | None = None
    """The métiers, None for what has none by its nature."""
    publisher: str = ""
    publisher_page: str | None = None


def metiers(engine: Engine, query: str, iri: str, page: int, note: str = "niveau") -> Page[Node]:
    """Read métiers with a query of `browse`, once each, in alphabetical order."""
    found: dict[str, Node] = {}
    for row in engine.select(find(f"browse/{query}"), iri=ox.NamedNode(iri)):
        metier = row.iri("metier")
        found.setdefault(
            metier, Node(metier, row.text("label") or tail(metier), note=row.text(note))
        )
    return paginate(sorted(found.values(), key=lambda node: fold(node.label)), page)


def neighbours(engine: Engine, iri: str) -> list[Group]:
    """Read what is above and below a thing in its tree."""
    rows = engine.select(find("browse/hierarchy"), iri=ox.NamedNode(iri))
    above = [*_related(rows, "broadest"), *_related(rows, "broader")]
    below = sorted(_related(rows, "narrower"), key=lambda node: (node.code, fold(node.label)))
    return [Group("Fait partie de", above), Group("Se divise en", below)]


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


def plural(count: int, one: str, many: str) -> str:
    """Return « une appellation » or « 12 appellations »: `many` holds the number as ``{}``."""
    return one if count == 1 else many.format(count)
