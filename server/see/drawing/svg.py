"""SVG writer of a neighbourhood's drawing: every name escaped, the same markup in both forms.

It is written here and not by a template because a page has some hundred and fifty nodes, and a
template would take most of the page's time.
"""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from server.browse.labels import lang_attribute
from server.iris import link
from server.see.drawing.drawing_model import (
    Picture,
    PictureWords,
    PlacedGroup,
    PlacedNode,
    PlacedText,
    coordinate,
)
from server.see.neighbourhood_data import neighbourhood_path

__all__ = ["draw_svg"]

_DOT, _SMALL = 6, 4
_address = lru_cache(2048)(link)


def draw_svg(picture: Picture, label: str, words: PictureWords, opens: bool) -> Markup:
    """Write what a picture holds; its ids begin with `label`.

    Where `opens`, the dot of a neighbour opens it; else it leads to what surrounds it.
    """
    card = picture.card
    parts = [
        f'<rect class="card" x="{coordinate(card.x)}" y="{coordinate(card.y)}"'
        f' width="{coordinate(card.width)}" height="{coordinate(card.height)}" rx="4"/>',
        _letters(picture.title, "title"),
    ]
    writer = _Writer(words, opens)
    if picture.left:
        hung = writer.groups(picture.left, f"{label}-g", "")
        parts.append(f'<g class="left" text-anchor="end">{hung}</g>')
    parts.append(f'<g class="right">{writer.groups(picture.right, f"{label}-d", "")}</g>')
    return Markup("".join(parts))


class _Writer:
    """Writes groups; `whose` is the address of what they surround, empty for the page's thing."""

    def __init__(self, words: PictureWords, opens: bool) -> None:
        self._words = words
        self._opens = opens

    def groups(self, groups: Iterable[PlacedGroup], label: str, whose: str) -> str:
        return "".join(self._group(one, f"{label}{n}", whose) for n, one in enumerate(groups, 1))

    def _group(self, one: PlacedGroup, label: str, whose: str) -> str:
        key = one.group.key if self._opens and not whose else ""
        items = [self._node(node, f"{label}-{n}-", key) for n, node in enumerate(one.nodes, 1)]
        if one.more is not None:
            address = f"{whose}?relation={one.group.key}"
            items.append(f'<a href="{escape(address)}">{_letters(one.more, "more")}</a>')
        return (
            f'<g class="group"><path class="thread" d="{one.thread}"/>'
            f'<g id="{label}">{_letters(one.title, "relation")}</g>'
            f'<g role="list" aria-labelledby="{label}">'
            + "".join(f'\n<g role="listitem">{item}</g>' for item in items)
            + "</g></g>\n"
        )

    def _node(self, one: PlacedNode, label: str, key: str) -> str:
        address = _address(one.node.iri)
        name = _letters(one.text)
        if address is not None:
            name = f'<a{lang_attribute(one.node.iri)} href="{escape(address)}">{name}</a>'
        place = neighbourhood_path(one.node.iri)
        inner = self.groups(one.groups, label, place or "") if one.groups else ""
        return self._dot(one, key, place) + name + inner

    def _dot(self, one: PlacedNode, key: str, place: str | None) -> str:
        if place is None:
            return _circle(one, _SMALL)
        if one.is_open:
            name, address, words = "dot open", "?", self._words.closing
        elif key:
            path = place.removeprefix("/voisinage/")
            name, address = "dot", f"?ouvert={key}/{path}"
            words = self._words.opening
        else:
            name, address, words = "dot", place, self._words.around
        aria_label = escape(words.replace("{}", one.node.label))
        circle = _circle(one, _DOT if key else _SMALL)
        return f'<a class="{name}" href="{escape(address)}" aria-label="{aria_label}">{circle}</a>'


def _circle(one: PlacedNode, radius: int) -> str:
    return f'<circle cx="{coordinate(one.x)}" cy="{coordinate(one.y)}" r="{radius}"/>'


def _letters(text: PlacedText, name: str = "") -> str:
    x = coordinate(text.x)
    kind = f' class="{name}"' if name else ""
    head = f'<text{kind} x="{x}" y="{coordinate(text.y)}">'
    if len(text.lines) == 1:
        return f"{head}{escape(text.lines[0])}</text>"
    first, *others = map(escape, text.lines)
    # The space between two words is on the side of the line that is not aligned.
    before, after = (" ", "") if text.anchor == 1 else ("", " ")
    step = f'<tspan x="{x}" dy="{coordinate(text.step)}">{before}'
    return f"{head}{first}{after}" + "".join(
        f"{step}{line}{after}</tspan>" for line in others
    ) + "</text>"  # fmt: skip
