"""The page of a formation, a ROME code, a level, a statut or an interest: what it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.kinds import Kind
from server.browse.paging import Page, paginate
from server.engine import Engine, Row
from server.iris import tail

__all__ = ["Broader", "Concept", "MetierRow", "read_concept"]


@dataclass(frozen=True)
class MetierRow:
    """A métier in a list, with the level at which it is entered."""

    iri: str
    label: str
    niveau: str


@dataclass(frozen=True)
class Broader:
    """A neighbour in the ROME tree."""

    iri: str
    notation: str
    label: str


@dataclass(frozen=True)
class Concept:
    """What the page shows; only ROME codes have something above and below."""

    iri: str
    kind: Kind
    title: str
    notation: str
    definition: str
    above: Sequence[Broader]
    below: Sequence[Broader]
    metiers: Page[MetierRow]
    publisher_page: str | None

    @property
    def path(self) -> str:
        """The path of the page, for the links to its other pages."""
        return f"/doc/{self.kind.path}/{tail(self.iri)}"


def read_concept(engine: Engine, iri: str, kind: Kind, page: int) -> Concept:
    """Read a thing of a kind, and the métiers that point to it."""
    term = ox.NamedNode(iri)
    identity = engine.select(find("browse/concept"), iri=term)[0]
    tree = engine.select(find("browse/rome_hierarchy"), iri=term) if kind.name == "rome" else []
    metiers = engine.select(find(f"browse/{kind.name}_metiers"), iri=term)
    notation = identity.text("notation")
    return Concept(
        iri=iri,
        kind=kind,
        title=identity.text("label") or notation or tail(iri),
        notation=notation,
        definition=identity.text("definition"),
        above=_neighbours(tree, "broadest") + _neighbours(tree, "broader"),
        below=_neighbours(tree, "narrower"),
        metiers=paginate(_metiers(metiers), page),
        publisher_page=kind.publisher_page(notation),
    )


def _neighbours(rows: Sequence[Row], relation: str) -> list[Broader]:
    return [
        Broader(
            row.iri("target"),
            row.text("notation") or tail(row.iri("target")),
            row.text("label"),
        )
        for row in rows
        if row.text("relation") == relation
    ]


def _metiers(rows: Sequence[Row]) -> list[MetierRow]:
    ordered = sorted(rows, key=lambda row: fold(row.text("label")))
    return [MetierRow(row.iri("metier"), row.text("label"), row.text("niveau")) for row in ordered]
