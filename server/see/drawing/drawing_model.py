"""Drawing model: boxes, texts, nodes and groups with their coordinates (see `group_layout`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.browse.concept import Node
from server.see.neighbourhood_data import NeighbourGroup

__all__ = [
    "Box",
    "Picture",
    "PictureWords",
    "PlacedGroup",
    "PlacedNode",
    "PlacedText",
    "coordinate",
    "thread_path",
]

_BEND = 8.0


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """How low its middle is."""
        return self.y + self.height / 2

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes overlap."""
        beside = self.x + self.width <= other.x or other.x + other.width <= self.x
        return not (beside or self.y + self.height <= other.y or other.y + other.height <= self.y)


@dataclass(frozen=True)
class PlacedText:
    """Lines of text: where the first one stands, how far apart they are, what they take up."""

    lines: Sequence[str]
    x: float
    y: float
    step: float
    box: Box
    anchor: float
    """0 where lines begin at `x`, 1 where they end there."""


@dataclass(frozen=True)
class PlacedNode:
    """A neighbour: a dot on its thread, a text beside it, its own groups where it is opened."""

    node: Node
    x: float
    y: float
    text: PlacedText
    is_open: bool
    groups: Sequence["PlacedGroup"]


@dataclass(frozen=True)
class PlacedGroup:
    """A group: its thread, which ends at its last node, its title, its nodes, « et 12 autres »."""

    group: NeighbourGroup
    thread: str
    title: PlacedText
    nodes: Sequence[PlacedNode]
    more: PlacedText | None

    def texts(self) -> Iterator[PlacedText]:
        """Yield all the texts of the group, those of opened nodes included."""
        yield self.title
        for node in self.nodes:
            yield node.text
            for group in node.groups:
                yield from group.texts()
        if self.more is not None:
            yield self.more


@dataclass(frozen=True)
class Picture:
    """A picture that begins at `x`: a card, and groups whose texts run away from it."""

    form: str
    x: float
    width: float
    height: float
    card: Box
    title: PlacedText
    left: Sequence[PlacedGroup]
    right: Sequence[PlacedGroup]


@dataclass(frozen=True)
class PictureWords:
    """What a picture says besides names; ``{}`` stands for a number or a name."""

    more: str
    opening: str
    closing: str
    around: str


def coordinate(value: float) -> str:
    """Write a coordinate to the unit: a picture is drawn at its own size, or smaller."""
    return f"{value:.0f}"


def thread_path(
    start: tuple[float, float], spine: float, x: float, middle: float, last: float
) -> str:
    """Return the path from a point to a spine, along it, to the middle of a title, down to `last`.

    It ends with the one ``V`` that a script shortens to show the thread of a node.
    """
    from_x, from_y = start
    turn = _BEND if x > spine else -_BEND
    down = _BEND if middle > from_y else -_BEND
    if abs(middle - from_y) <= 2 * _BEND:
        return f"{_at('M', from_x, from_y)}{_at('L', x, middle)}{_at('V', last)}"
    bent = _at("H", spine - turn) + _at("Q", spine, from_y, spine, from_y + down)
    return (
        f"{_at('M', from_x, from_y)}{bent if from_x != spine else ''}{_at('V', middle - down)}"
        f"{_at('Q', spine, middle, spine + turn, middle)}{_at('H', x)}{_at('V', last)}"
    )


def _at(command: str, *values: float) -> str:
    return command + " ".join(map(coordinate, values))
