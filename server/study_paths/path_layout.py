"""Layout of the drawing of study paths: where nodes, lines and texts stand; deterministic.

The paths are a tree: those that begin alike share their first steps. In the wide form a column is a
level, a row a path, and all end at a card; in the narrow form the tree is a list whose lines are
steps, each further in than the one before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from server.see.drawing.drawing_model import Box, thread_path
from server.see.drawing.text_metrics import wrap_text
from server.study_paths.metier_paths import MetierPath

__all__ = ["PathDot", "PathDrawing", "PathText", "draw_paths"]

_WIDE, _NARROW = 1000.0, 350.0
_SIZE, _LINE = 15.0, 19.0
_MARGIN: Final = 46.0
"""From the left edge to the first column, on which texts are centred."""
_HEAD: Final = 44.0
_CARD: Final = 180.0
_TOTAL: Final = 140.0
"""Between the last column and the spine: room for how long a path is."""
_SPINE: Final = 24.0
_BELOW, _ABOVE = 30.0, 12.0
"""Below a line and above it, to the texts of the next."""
_INDENT: Final = 24.0
_NEAR: Final = 18.0
_RISE: Final = 5.4
_LINES: Final = 3
_INSIDE: Final = 12.0


@dataclass(frozen=True)
class PathText:
    """A line of text; its kind says how it looks, and from where it runs."""

    kind: str
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class PathDot:
    """A node: where a step ends; `is_level` where no formation is known for it."""

    x: float
    y: float
    is_level: bool


@dataclass(frozen=True)
class PathDrawing:
    """A drawing in a form (``wide``, ``narrow``): lines, guides of the columns, dots and texts.

    `card` is where the métier stands, None in the narrow form.
    """

    form: str
    height: float
    lines: str
    dots: Sequence[PathDot]
    texts: Sequence[PathText]
    guides: str = ""
    card: Box | None = None

    @property
    def width(self) -> float:
        """How wide it is."""
        return _WIDE if self.form == "wide" else _NARROW


@dataclass
class _Branch:
    """A step and those that follow it; `path` is the one that ends with it, if one does."""

    niveau: str
    rank: int
    label: str
    years: str
    is_level: bool
    path: MetierPath | None = None
    after: dict[tuple[str, str], "_Branch"] = field(default_factory=dict)


@dataclass
class _Pen:
    """What is drawn so far."""

    lines: list[str] = field(default_factory=list)
    dots: list[PathDot] = field(default_factory=list)
    texts: list[PathText] = field(default_factory=list)


def draw_paths(paths: Sequence[MetierPath], title: str) -> Sequence[PathDrawing]:
    """Draw the paths to a métier in both forms."""
    roots = _branches(paths)
    return [_Wide(roots, paths, title).drawing(), _narrow(roots)]


def _branches(paths: Sequence[MetierPath]) -> list[_Branch]:
    roots: dict[str, _Branch] = {}
    for path in paths:
        start = path.start
        branch = roots.setdefault(
            start.iri, _Branch(start.label, path.start_rank, start.label, "", is_level=True)
        )
        for step in path.steps:
            branch = branch.after.setdefault(
                step.key,
                _Branch(step.niveau.label, step.rank, step.label, step.years, step.is_level),
            )
        branch.path = path
    return list(roots.values())


class _Wide:
    """The wide form: columns are the levels, from left to right; `spine` is what all end at."""

    def __init__(self, roots: Sequence[_Branch], paths: Sequence[MetierPath], title: str) -> None:
        ranks = {path.start_rank: path.start.label for path in paths}
        ranks |= {step.rank: step.niveau.label for path in paths for step in path.steps}
        self._levels = sorted(ranks.items())
        self._roots = roots
        self._spine = _WIDE - _CARD - _SPINE
        gaps = max(len(self._levels) - 1, 1)
        self._step = (self._spine - _TOTAL - _MARGIN) / gaps
        self._x = {rank: _MARGIN + at * self._step for at, (rank, _) in enumerate(self._levels)}
        self._title = wrap_text(title, _SIZE, _CARD - 2 * _INSIDE, 5)
        self._pen = _Pen()
        self._ends: list[float] = []

    def drawing(self) -> PathDrawing:
        y = _HEAD
        for root in self._roots:
            y = self._row(root, None, y + self._above(root, is_root=True))
        first, last = self._ends[0], self._ends[-1]
        tall = len(self._title) * _LINE + 2 * _INSIDE
        middle = max((first + last) / 2, _HEAD + tall / 2)
        low, high = min(first, middle), max(last, middle)
        card = Box(_WIDE - _CARD - 2, middle - tall / 2, _CARD, tall)
        self._pen.lines.append(f"M{self._spine:.0f} {low:.0f}V{high:.0f}M{self._spine:.0f}")
        self._pen.lines[-1] += f" {middle:.0f}H{card.x:.0f}"
        height = max(y, card.y + tall + 2)
        self._pen.texts += self._names(card)
        guides = "".join(f"M{x:.0f} {_HEAD:.0f}V{height:.0f}" for x in self._x.values())
        pen = self._pen
        return PathDrawing("wide", height, "".join(pen.lines), pen.dots, pen.texts, guides, card)

    def _row(self, branch: _Branch, parent: tuple[float, float] | None, middle: float) -> float:
        """Draw a branch at the height of its line; return where what follows may begin.

        What follows a step is on its line, where no path ends with the step itself.
        """
        x = self._x[branch.rank]
        if parent:
            self._pen.lines.append(thread_path(parent, parent[0], x, middle, middle))
            self._label(branch, x, middle)
        self._pen.dots.append(PathDot(x, middle, branch.is_level))
        below = middle + _BELOW
        if branch.path:
            self._end(branch.path, x, middle)
        for at, each in enumerate(branch.after.values()):
            is_same = at == 0 and branch.path is None
            line = middle if is_same else below + self._above(each, is_root=False)
            below = self._row(each, (x, middle), line)
        return below

    def _label(self, branch: _Branch, x: float, middle: float) -> None:
        lines = [("label", line) for line in self._labels(branch)]
        lines += [("years", branch.years)] if branch.years else []
        top = middle - _ABOVE - (len(lines) - 1) * _LINE
        for at, (kind, line) in enumerate(lines):
            self._pen.texts.append(PathText(kind, x, top + at * _LINE, line))

    def _above(self, branch: _Branch, *, is_root: bool) -> float:
        """Return how far below its top the line of a row is: all texts on it are above it."""
        own = 0 if is_root else len(self._labels(branch)) + bool(branch.years)
        tall = own * _LINE + _ABOVE
        if branch.path or not branch.after:
            return tall
        first = next(iter(branch.after.values()))
        return max(tall, self._above(first, is_root=False))

    def _labels(self, branch: _Branch) -> Sequence[str]:
        return wrap_text(branch.label, _SIZE, self._step - 4, _LINES)

    def _end(self, path: MetierPath, x: float, y: float) -> None:
        self._pen.lines.append(f"M{x:.0f} {y:.0f}H{self._spine:.0f}")
        self._ends.append(y)
        if path.length:
            self._pen.texts.append(PathText("total", self._spine - 8, y + _LINE, path.length))

    def _names(self, card: Box) -> Iterator[PathText]:
        for column, (rank, name) in enumerate(self._levels):
            x = self._x[rank] if column else 0.0
            room = self._step - 8 if column else _MARGIN + self._step / 2 - 8
            kind = "head" if column else "head first"
            for at, line in enumerate(wrap_text(name, _SIZE, room, 2)):
                yield PathText(kind, x, _SIZE + at * 17, line)
        for at, line in enumerate(self._title):
            y = card.y + _INSIDE + at * _LINE + _LINE / 2 + _RISE
            yield PathText("title", card.x + card.width / 2, y, line)


def _narrow(roots: Sequence[_Branch]) -> PathDrawing:
    pen, y = _Pen(), 4.0
    for root in roots:
        y = _indented(root, None, 10.0, y, pen) + _NEAR
    return PathDrawing("narrow", y, "".join(pen.lines), pen.dots, pen.texts)


def _indented(
    branch: _Branch, parent: tuple[float, float] | None, x: float, y: float, pen: _Pen
) -> float:
    """Draw a branch as a line of the list, those after it further in; return where it ends."""
    middle = y + _LINE / 2
    if parent:
        pen.lines.append(thread_path(parent, parent[0], x, middle, middle))
    pen.dots.append(PathDot(x, middle, branch.is_level))
    said = branch.label if branch.is_level else f"{branch.label} ({branch.niveau})"
    text = f"{said}, {branch.years}" if branch.years else said
    for line in wrap_text(text, _SIZE, _NARROW - x - _NEAR, _LINES):
        pen.texts.append(PathText("line", x + _NEAR, y + _LINE / 2 + _RISE, line))
        y += _LINE
    if branch.path and branch.path.length:
        pen.texts.append(
            PathText("line quiet", x + _NEAR, y + _LINE / 2 + _RISE, branch.path.length)
        )
        y += _LINE
    y += 9
    for each in branch.after.values():
        y = _indented(each, (x, middle), x + _INDENT, y, pen)
    return y
