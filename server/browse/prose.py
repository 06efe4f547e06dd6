"""The texts of a fiche as blocks to render: paragraphs, lists, and headings of two depths."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Block", "blocks", "depths"]

_ITEM = "- "


@dataclass(frozen=True)
class Block:
    """A paragraph whose lines break as the sheet has them, or a list."""

    lines: tuple[str, ...]
    is_list: bool = False


def blocks(text: str) -> tuple[Block, ...]:
    """Cut a text where the sheets do: an empty line parts paragraphs, « - » opens an item."""
    found: list[Block] = []
    for paragraph in text.split("\n\n"):
        run: list[str] = []
        for line in filter(None, map(str.strip, paragraph.split("\n"))):
            if run and line.startswith(_ITEM) != run[0].startswith(_ITEM):
                found.append(_block(run))
                run = []
            run.append(line)
        if run:
            found.append(_block(run))
    return tuple(found)


def _block(run: Sequence[str]) -> Block:
    if run[0].startswith(_ITEM):
        return Block(tuple(line.removeprefix(_ITEM).strip() for line in run), is_list=True)
    return Block(tuple(run))


def depths(levels: Sequence[int | None]) -> list[int]:
    """Return the depth (0 outer, 1 inner) of each heading of a section, from its marked level.

    The sheets put ``##`` under ``###`` as readily as the reverse, so the marks tell headings of
    one depth from those of another but not which is the deeper: the level that comes first in a
    section is taken for the outer one.
    """
    marked = [level for level in levels if level is not None]
    return [0 if level is None or level == marked[0] else 1 for level in levels]
