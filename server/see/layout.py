"""Where everything stands in the picture of a neighbourhood: computed, always the same.

The thing is a card; its groups hang on threads that leave the card, as lists hang on threads
elsewhere on the site. The wide form has groups on both sides of the card, the narrow one below
it. No two texts overlap, whatever their lengths.
"""

from collections.abc import Sequence
from typing import Final

from server.see.lettering import wrap
from server.see.neighbourhood import Group, Neighbourhood
from server.see.pen import NEAR, Pen, lettering, stacked
from server.see.shapes import Box, Lettering, Picture

__all__ = ["draw_narrow", "draw_wide"]

_SIZE: Final = 18.0
_LINE: Final = 24.0
_INSIDE: Final = 12.0
"""From the edge of the card to its text, above and below."""
_LINES: Final = 5
_WIDE, _NARROW = 1000.0, 350.0
_CARD: Final = 220.0
_THREAD: Final = 48.0
"""From the card to the threads of its groups."""
_SPINE: Final = 24.0
_ROOM: Final = (_WIDE - _CARD) / 2 - _THREAD - NEAR
_LOWEST: Final = 260.0
"""The lowest that the middle of the card may stand, so that it is seen first."""
_EDGE: Final = 2.0


def draw_wide(shown: Neighbourhood, more: str) -> Picture:
    """Place a neighbourhood on both sides of its card; `more` says « et {} autres »."""
    heights = [_height(group, shown, more) for group in shown.groups]
    cut = _middle(heights)
    first, second = shown.groups[:cut], shown.groups[cut:]
    lines = wrap(shown.name, _SIZE, _CARD - 2 * NEAR, _LINES)
    tall = len(lines) * _LINE + 2 * _INSIDE
    sides = [stacked(heights[:cut]), stacked(heights[cut:])]
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
    lines = wrap(shown.name, _SIZE, _NARROW - 2 * NEAR, _LINES)
    card = Box(_EDGE, _EDGE, _NARROW - 2 * _EDGE, len(lines) * _LINE + 2 * _INSIDE)
    bottom = card.y + card.height
    x = 2 * _SPINE - NEAR
    start = (x - _SPINE / 2, bottom)
    pen = Pen(start, start[0], x, _NARROW - x - NEAR, 1, more, shown.opened)
    groups, height = pen.draw(shown.groups, bottom + _INSIDE)
    return Picture("narrow", 0, _NARROW, height + _EDGE, card, _title(lines, card), (), groups)


def _beside(card: Box, side: int, shown: Neighbourhood, more: str) -> Pen:
    edge = card.x + (card.width if side > 0 else 0)
    spine = edge + side * _SPINE
    x = edge + side * _THREAD
    return Pen((edge, card.middle), spine, x, _ROOM, side, more, shown.opened)


def _height(group: Group, shown: Neighbourhood, more: str) -> float:
    return Pen((0, 0), 0, 0, _ROOM, 1, more, shown.opened).draw([group], 0)[1]


def _middle(heights: Sequence[float]) -> int:
    """Return where to part groups, in their order, into two sides as even as can be."""
    cuts = range(1, len(heights)) if len(heights) > 1 else [0]
    return min(cuts, key=lambda cut: max(stacked(heights[:cut]), stacked(heights[cut:])))


def _title(lines: Sequence[str], card: Box) -> Lettering:
    return lettering(lines, _SIZE, _LINE, card.x + card.width / 2, card.y + _INSIDE, 0.5)
