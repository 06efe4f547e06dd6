"""The texts of a fiche: sections in the order of the sheet, passages under their headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from server.browse.prose import Block, blocks, depths
from server.engine import Row
from server.iris import anchor

__all__ = ["Passage", "Section", "read_sections"]


@dataclass(frozen=True)
class Passage:
    """A piece of text under its heading, if it has one; `depth` as in `prose.depths`."""

    anchor: str
    headline: str
    depth: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A text part of the fiche."""

    anchor: str
    label: str
    passages: tuple[Passage, ...]


def read_sections(rows: Sequence[Row]) -> tuple[Section, ...]:
    """Build the sections from rows of ``browse/metier_passages``, which come in order."""
    grouped = groupby(rows, key=lambda row: row.iri("section"))
    return tuple(_section(iri, list(passages)) for iri, passages in grouped)


def _section(iri: str, rows: Sequence[Row]) -> Section:
    levels = [row.count("niveauTitre") if row.text("headline") else None for row in rows]
    passages = zip(rows, depths(levels), strict=True)
    return Section(
        anchor=anchor(iri),
        label=rows[0].text("rubriqueLabel") or anchor(iri),
        passages=tuple(
            Passage(
                anchor=anchor(row.iri("passage")),
                headline=row.text("headline"),
                depth=depth,
                blocks=blocks(row.text("text")),
            )
            for row, depth in passages
        ),
    )
