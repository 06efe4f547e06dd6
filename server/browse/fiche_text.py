"""Texts of a fiche: sections, passages, and the paragraphs and lists that pages render."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.browse.name_lookup import NamedCode
from server.engine import Row
from server.http.language import in_page_language
from server.iris import anchor

__all__ = [
    "FichePassage",
    "FicheSection",
    "TextBlock",
    "heading_depths",
    "read_sections",
    "text_blocks",
]

_ITEM = "- "

_LAST: Final = 10_000


@dataclass(frozen=True)
class TextBlock:
    """A paragraph whose lines break as the sheet has them, or a list."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class FichePassage:
    """A piece of text under its heading, if it has one; `depth` as in `heading_depths`."""

    anchor: str
    headline: str
    depth: int
    blocks: tuple[TextBlock, ...]

    def without_headline(self) -> "FichePassage":
        """Return the passage without its heading."""
        return replace(self, headline="")


@dataclass(frozen=True)
class FicheSection:
    """A text part of the fiche."""

    anchor: str
    label: str
    passages: tuple[FichePassage, ...]


def text_blocks(text: str) -> tuple[TextBlock, ...]:
    """Cut a text where the sheets do: an empty line parts paragraphs, « - » opens an item.

    Items that follow each other are one list, whatever parts them.
    """
    found: list[TextBlock] = []
    for paragraph in text.split("\n\n"):
        run: list[str] = []
        for line in filter(None, map(str.strip, paragraph.split("\n"))):
            if run and line.startswith(_ITEM) != run[0].startswith(_ITEM):
                _add(found, run)
                run = []
            run.append(line)
        if run:
            _add(found, run)
    return tuple(found)


def _add(found: list[TextBlock], run: Sequence[str]) -> None:
    block = _block(run)
    if block.is_list and found and found[-1].is_list:
        found[-1] = TextBlock((*found[-1].lines, *block.lines), is_list=True)
    else:
        found.append(block)


def _block(run: Sequence[str]) -> TextBlock:
    if run[0].startswith(_ITEM):
        return TextBlock(tuple(line.removeprefix(_ITEM).strip() for line in run), is_list=True)
    return TextBlock(tuple(run))


def heading_depths(levels: Sequence[int | None]) -> list[int]:
    """Return the depth (0 outer, 1 inner) of each heading of a section, from its marked level.

    The sheets put ``##`` under ``###`` as readily as the reverse, so the marks tell headings of
    one depth from those of another but not which is the deeper: the level that comes first in a
    section is taken for the outer one.
    """
    marked = [level for level in levels if level is not None]
    return [0 if level is None or level == marked[0] else 1 for level in levels]


def read_sections(rows: Sequence[Row], codes: Mapping[str, NamedCode]) -> tuple[FicheSection, ...]:
    """Build the sections from rows of ``browse/metier_passages``, in their order."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.count("position")):
        found.setdefault(row.iri("section"), []).append(row)

    def rank(section: str) -> tuple[int, str]:
        code = codes.get(found[section][0].iri("rubrique"))
        return _LAST if code is None or code.rang is None else code.rang, section

    return tuple(_section(iri, found[iri], codes) for iri in sorted(found, key=rank))


def _section(iri: str, rows: Sequence[Row], codes: Mapping[str, NamedCode]) -> FicheSection:
    rubrique = codes.get(rows[0].iri("rubrique"))
    levels = [row.count("niveauTitre") if row.text("headline") else None for row in rows]
    passages = zip(rows, heading_depths(levels), strict=True)
    return FicheSection(
        anchor=anchor(iri),
        label=in_page_language(rubrique.words) if rubrique else anchor(iri),
        passages=tuple(
            FichePassage(
                anchor=anchor(row.iri("passage")),
                headline=row.text("headline"),
                depth=depth,
                blocks=text_blocks(row.text("text")),
            )
            for row, depth in passages
        ),
    )
