"""Places groups one under the other along a thread; each text has its lines before its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.browse.concept import Node
from server.see.lettering import width, wrap
from server.see.neighbourhood import Group, Neighbourhood, named
from server.see.shapes import Box, Lettering, PlacedGroup, PlacedNode, thread

__all__ = ["NEAR", "SIZE", "Pen", "lettering", "stacked"]

SIZE: Final = 15.0
"""The size of all texts but that of the card."""
NEAR: Final = 16.0
"""From a thread to the texts that hang on it."""
_LINE: Final = 19.0
_LINES: Final = 3
_ROW: Final = 28.0
"""From a node to the next, where its text has one line."""
_HEAD: Final = 30.0
_GAP: Final = 14.0
_STEP: Final = 24.0
"""From a thread to that of an opened node."""
_RADIUS: Final = 7.0
"""Of an opened node's ring, below which its own threads begin."""
_RISE: Final = 0.36
"""How far a baseline is below the middle of its line, for a size of 1."""


def lettering(
    lines: Sequence[str], size: float, step: float, x: float, y: float, anchor: float
) -> Lettering:
    """Place lines from a height down; `anchor` is 0 where they begin at x, 1 where they end."""
    wide = max(width(line, size) for line in lines)
    box = Box(x - anchor * wide, y, wide, step * len(lines))
    return Lettering(lines, x, y + step / 2 + size * _RISE, step, box, anchor)


def stacked(heights: Sequence[float]) -> float:
    """Return how tall groups are one under the other."""
    return sum(heights) + _GAP * max(len(heights) - 1, 0)


@dataclass(frozen=True)
class Pen:
    """Where threads come from, where they go down, and where the texts on them may run.

    `side` is 1 where texts run to the right, -1 to the left; `more` says how many nodes are left
    out, as ``{}``; `opened` is the neighbour that shows its own groups.
    """

    start: tuple[float, float]
    spine: float
    x: float
    room: float
    side: int
    more: str
    opened: Neighbourhood | None

    def draw(self, groups: Sequence[Group], y: float) -> tuple[list[PlacedGroup], float]:
        """Place groups from a height down; return them, and the height where they end."""
        placed = []
        for number, group in enumerate(groups):
            one, y = self._group(group, y + (_GAP if number else 0))
            placed.append(one)
        return placed, y

    def _group(self, group: Group, y: float) -> tuple[PlacedGroup, float]:
        title = self._text(group.title, y + (_HEAD - _LINE) / 2)
        middle = y + _HEAD / 2
        y += _HEAD + title.box.height - _LINE
        nodes = []
        for node in group.nodes:
            placed, y = self._node(node, group.key, y)
            nodes.append(placed)
        more = None
        if group.more:
            more = self._text(self.more.format(group.more), y + (_ROW - _LINE) / 2)
            y += _ROW + more.box.height - _LINE
        last = nodes[-1].y if nodes else middle
        path = thread(self.start, self.spine, self.x, middle, last)
        return PlacedGroup(group, path, title, nodes, more), y

    def _node(self, node: Node, key: str, y: float) -> tuple[PlacedNode, float]:
        text = self._text(named(node), y + (_ROW - _LINE) / 2)
        middle = y + _ROW / 2
        y += _ROW + text.box.height - _LINE
        opened = self.opened
        is_open = opened is not None and (opened.place, opened.node.iri) == (key, node.iri)
        groups: list[PlacedGroup] = []
        if opened is not None and is_open:
            inner = replace(
                self, start=(self.x, middle + _RADIUS), spine=self.x, x=self.x + self.side * _STEP,
                room=self.room - _STEP, opened=None,
            )  # fmt: skip
            groups, y = inner.draw(opened.groups, y)
            y += _GAP
        return PlacedNode(node, self.x, middle, text, is_open, groups), y

    def _text(self, text: str, y: float) -> Lettering:
        lines = wrap(text, SIZE, self.room, _LINES)
        anchor = 0 if self.side > 0 else 1
        return lettering(lines, SIZE, _LINE, self.x + self.side * NEAR, y, anchor)
