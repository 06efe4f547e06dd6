"""Layout of a neighbourhood's drawing: where card, threads, nodes and texts stand; deterministic.

The thing is a card; its groups hang on threads that leave the card, as lists hang on threads
elsewhere on the site. The wide form has groups on both sides of the card, the narrow one below
it. No two texts overlap, whatever their lengths.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.browse.concept import Node
from server.see.drawing.drawing_model import (
    Box,
    Picture,
    PlacedGroup,
    PlacedNode,
    PlacedText,
    thread_path,
)
from server.see.drawing.text_metrics import text_width, wrap_text
from server.see.neighbourhood_data import NeighbourGroup, Neighbourhood, full_name

__all__ = ["draw_narrow", "draw_wide"]

_SIZE: Final = 15.0
"""The size of all texts but that of the card."""
_NEAR: Final = 16.0
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

_NAME_SIZE: Final = 18.0
_NAME_LINE: Final = 24.0
_INSIDE: Final = 12.0
"""From the edge of the card to its text, above and below."""
_NAME_LINES: Final = 5
_WIDE, _NARROW = 1000.0, 350.0
_CARD: Final = 220.0
_THREAD: Final = 48.0
"""From the card to the threads of its groups."""
_SPINE: Final = 24.0
_ROOM: Final = (_WIDE - _CARD) / 2 - _THREAD - _NEAR
_LOWEST: Final = 260.0
"""The lowest that the middle of the card may stand, so that it is seen first."""
_EDGE: Final = 2.0


@dataclass(frozen=True)
class _ThreadLayout:
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

    def draw(self, groups: Sequence[NeighbourGroup], y: float) -> tuple[list[PlacedGroup], float]:
        """Place groups from a height down; return them, and the height where they end."""
        placed = []
        for number, group in enumerate(groups):
            one, y = self._group(group, y + (_GAP if number else 0))
            placed.append(one)
        return placed, y

    def _group(self, group: NeighbourGroup, y: float) -> tuple[PlacedGroup, float]:
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
        path = thread_path(self.start, self.spine, self.x, middle, last)
        return PlacedGroup(group, path, title, nodes, more), y

    def _node(self, node: Node, key: str, y: float) -> tuple[PlacedNode, float]:
        text = self._text(full_name(node), y + (_ROW - _LINE) / 2)
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

    def _text(self, text: str, y: float) -> PlacedText:
        lines = wrap_text(text, _SIZE, self.room, _LINES)
        anchor = 0 if self.side > 0 else 1
        return _place_lines(lines, _SIZE, _LINE, self.x + self.side * _NEAR, y, anchor)


def draw_wide(shown: Neighbourhood, more: str) -> Picture:
    """Place a neighbourhood on both sides of its card; `more` says « et {} autres »."""
    heights = [_height(group, shown, more) for group in shown.groups]
    cut = _middle(heights)
    first, second = shown.groups[:cut], shown.groups[cut:]
    lines = wrap_text(shown.name, _NAME_SIZE, _CARD - 2 * _NEAR, _NAME_LINES)
    tall = len(lines) * _NAME_LINE + 2 * _INSIDE
    sides = [_stack_height(heights[:cut]), _stack_height(heights[cut:])]
    height = max(*sides, tall)
    middle = min(height / 2, _LOWEST)
    card = Box((_WIDE - _CARD) / 2, middle - tall / 2, _CARD, tall)
    placed = []
    for side, groups, one in zip((-1, 1), (first, second), sides, strict=True):
        pen = _beside(card, side, shown, more)
        placed.append(pen.draw(groups, max(middle - one / 2, 0))[0])
    x = 0 if first else card.x - _EDGE
    return Picture("wide", x, _WIDE - x, height + _EDGE, card, _title(lines, card), *placed)


def draw_narrow(shown: Neighbourhood, more: str) -> Picture:
    """Place a neighbourhood below its card; `more` says « et {} autres »."""
    lines = wrap_text(shown.name, _NAME_SIZE, _NARROW - 2 * _NEAR, _NAME_LINES)
    card = Box(_EDGE, _EDGE, _NARROW - 2 * _EDGE, len(lines) * _NAME_LINE + 2 * _INSIDE)
    bottom = card.y + card.height
    x = 2 * _SPINE - _NEAR
    start = (x - _SPINE / 2, bottom)
    pen = _ThreadLayout(start, start[0], x, _NARROW - x - _NEAR, 1, more, shown.opened)
    groups, height = pen.draw(shown.groups, bottom + _INSIDE)
    return Picture("narrow", 0, _NARROW, height + _EDGE, card, _title(lines, card), (), groups)


def _beside(card: Box, side: int, shown: Neighbourhood, more: str) -> _ThreadLayout:
    edge = card.x + (card.width if side > 0 else 0)
    spine = edge + side * _SPINE
    x = edge + side * _THREAD
    return _ThreadLayout((edge, card.middle), spine, x, _ROOM, side, more, shown.opened)


def _height(group: NeighbourGroup, shown: Neighbourhood, more: str) -> float:
    return _ThreadLayout((0, 0), 0, 0, _ROOM, 1, more, shown.opened).draw([group], 0)[1]


def _middle(heights: Sequence[float]) -> int:
    """Return where to part groups, in their order, into two sides as even as can be."""
    cuts = range(1, len(heights)) if len(heights) > 1 else [0]
    return min(
        cuts, key=lambda cut: max(_stack_height(heights[:cut]), _stack_height(heights[cut:]))
    )


def _title(lines: Sequence[str], card: Box) -> PlacedText:
    return _place_lines(
        lines, _NAME_SIZE, _NAME_LINE, card.x + card.width / 2, card.y + _INSIDE, 0.5
    )


def _place_lines(
    lines: Sequence[str], size: float, step: float, x: float, y: float, anchor: float
) -> PlacedText:
    """Place lines from a height down; `anchor` is 0 where they begin at x, 1 where they end."""
    wide = max(text_width(line, size) for line in lines)
    box = Box(x - anchor * wide, y, wide, step * len(lines))
    return PlacedText(lines, x, y + step / 2 + size * _RISE, step, box, anchor)


def _stack_height(heights: Sequence[float]) -> float:
    """Return how tall groups are one under the other."""
    return sum(heights) + _GAP * max(len(heights) - 1, 0)
