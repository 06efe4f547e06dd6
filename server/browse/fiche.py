"""The texts of a fiche: sections in the order of the sheet, passages under their headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.browse.byheart import Code, spoken
from server.browse.prose import Block, blocks, depths
from server.engine import Row
from server.iris import anchor

__all__ = ["Passage", "Section", "read_sections"]

_LAST: Final = 10_000


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


def read_sections(rows: Sequence[Row], codes: Mapping[str, Code]) -> tuple[Section, ...]:
    """Build the sections from rows of ``browse/metier_passages``, in their order."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.count("position")):
        found.setdefault(row.iri("section"), []).append(row)

    def rank(section: str) -> tuple[int, str]:
        code = codes.get(found[section][0].iri("rubrique"))
        return _LAST if code is None or code.rang is None else code.rang, section

    return tuple(_section(iri, found[iri], codes) for iri in sorted(found, key=rank))


def _section(iri: str, rows: Sequence[Row], codes: Mapping[str, Code]) -> Section:
    rubrique = codes.get(rows[0].iri("rubrique"))
    levels = [row.count("niveauTitre") if row.text("headline") else None for row in rows]
    passages = zip(rows, depths(levels), strict=True)
    return Section(
        anchor=anchor(iri),
        label=spoken(rubrique.words) if rubrique else anchor(iri),
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
