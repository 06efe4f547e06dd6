"""Openings: the formations of a whole selection, by how many of its métiers each leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.engine import Engine, Row
from server.iris import tail
from server.selection.address import KeptThing

__all__ = ["OpeningFormation", "opening_formations"]

_LAST: Final = 10_000


@dataclass(frozen=True)
class OpeningFormation:
    """A formation, and those métiers of a selection that it leads to, in their order.

    `level` is the name of its level of completion, `kind` its type; empty where no source says.
    """

    iri: str
    label: str
    kind: str
    level: str
    metiers: Sequence[KeptThing]

    @property
    def id(self) -> str:
        """The publisher's identifier."""
        return tail(self.iri)


def opening_formations(engine: Engine, metiers: Sequence[KeptThing]) -> list[OpeningFormation]:
    """Return the formations that sheets tie to métiers, those that open the most of them first.

    Among those that open as many, the lowest level comes first, then the alphabet.
    """
    found: dict[str, tuple[Row, dict[str, KeptThing]]] = {}
    for metier in metiers:
        term = ox.NamedNode(metier.iri)
        for row in engine.select(find("browse/metier_formations"), metier=term):
            found.setdefault(row.iri("formation"), (row, {}))[1][metier.id] = metier
    order = sorted(found, key=lambda iri: _place(engine, *found[iri]))
    return [_opening(engine, *found[iri]) for iri in order]


def _place(engine: Engine, row: Row, metiers: Mapping[str, KeptThing]) -> tuple[int, int, str, str]:
    code = name_lookup.codes(engine).get(row.optional_iri("niveau") or "")
    rank = _LAST if code is None or code.rang is None else code.rang
    return -len(metiers), rank, fold(row.text("label")), row.iri("formation")


def _opening(engine: Engine, row: Row, metiers: Mapping[str, KeptThing]) -> OpeningFormation:
    iri, level = row.iri("formation"), row.optional_iri("niveau")
    return OpeningFormation(
        iri,
        row.text("label") or tail(iri),
        row.text("type"),
        name_lookup.name_of(engine, level) if level else "",
        [*metiers.values()],
    )
