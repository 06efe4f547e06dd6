"""Charts of the corpus: bar charts, box plots, a grid of squares, each laid out in two forms.

A chart is paths, one for all the marks of a kind, and texts beside them: every mark can be read
without its colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from server.browse.formatting import euros, number
from server.see.corpus_counts import CrossTable, MetierCount, SalaryQuartiles
from server.see.drawing.text_metrics import wrap_text

__all__ = ["Chart", "ChartText", "draw_bars", "draw_box_plots", "draw_grid"]

_SIZE: Final = 15.0
_LINE: Final = 19.0
_RISE: Final = 5.4
_BAR: Final = 16.0
_ROW: Final = 11.0
"""Between the texts of a row and those of the next."""
_TICK: Final = 500
_SQUARE: Final = 21.0
_HEAD: Final = 26.0


@dataclass(frozen=True)
class ChartText:
    """A text of a chart; its kind says from where it runs, a label having none."""

    kind: str
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart in a form (``wide``, ``narrow``): paths by the kind of marks they are, and texts."""

    form: str
    width: float
    height: float
    paths: Sequence[tuple[str, str]]
    texts: Sequence[ChartText]


@dataclass(frozen=True)
class _Form:
    """Where rows have their labels and their marks; in the narrow form, marks stand below."""

    name: str
    width: float
    label: float
    left: float
    right: float
    lines: int

    @property
    def is_stacked(self) -> bool:
        return self.left < self.label

    def scale(self, value: float, least: float, most: float) -> float:
        share = (value - least) / ((most - least) or 1)
        return self.left + share * (self.right - self.left)

    def rows(
        self, labels: Sequence[str], y: float = 4
    ) -> tuple[list[ChartText], list[float], float]:
        """Place labels; return them, the middle of the marks of each row, and where they end."""
        texts: list[ChartText] = []
        middles: list[float] = []
        for label in labels:
            lines = wrap_text(label, _SIZE, self.label - 12, self.lines)
            tall = _LINE * len(lines)
            x = 0 if self.is_stacked else self.label - 12
            for at, line in enumerate(lines):
                texts.append(ChartText("", x, y + at * _LINE + _LINE / 2 + _RISE, line))
            middles.append(y + (tall + _BAR / 2 + 2 if self.is_stacked else tall / 2))
            y += tall + (_BAR + _ROW + 4 if self.is_stacked else _ROW)
        return texts, middles, y


_FORMS: Final = (
    _Form("wide", 1000, 320, 320, 920, 2),
    _Form("narrow", 350, 350, 1, 290, 2),
)


def draw_bars(counts: Sequence[MetierCount]) -> Sequence[Chart]:
    """Draw a bar for each count, its number at its end."""
    most = max((count.metiers for count in counts), default=0)
    charts = []
    for form in _FORMS:
        texts, middles, height = form.rows([count.label for count in counts])
        path = ""
        for count, middle in zip(counts, middles, strict=True):
            end = form.scale(count.metiers, 0, most)
            path += _rectangle(form.left, middle - _BAR / 2, end - form.left, _BAR)
            texts.append(ChartText("value", end + 8, middle + _RISE, number(count.metiers)))
        charts.append(Chart(form.name, form.width, height, (("mark", path),), texts))
    return charts


def draw_box_plots(pays: Sequence[SalaryQuartiles]) -> Sequence[Chart]:
    """Draw box plots: for each level a line from least to most, a box from quartile to quartile."""
    least = min((pay.minimum for pay in pays), default=0) // _TICK * _TICK
    most = ceil(max((pay.maximum for pay in pays), default=0) / _TICK) * _TICK
    charts = []
    for form in _FORMS:
        texts, middles, height = form.rows([f"{p.level.label} ({p.level.metiers})" for p in pays])
        lines = boxes = medians = ""
        for pay, middle in zip(pays, middles, strict=True):
            points = (pay.minimum, pay.first, pay.median, pay.third, pay.maximum)
            low, first, median, third, high = (form.scale(p, least, most) for p in points)
            lines += _line(low, middle, high, middle)
            lines += "".join(_line(x, middle - 5, x, middle + 5) for x in (low, high))
            boxes += _rectangle(first, middle - _BAR / 2, third - first, _BAR)
            medians += _line(median, middle - _BAR / 2 - 3, median, middle + _BAR / 2 + 3)
            texts.append(ChartText("value", high + 8, middle + _RISE, number(pay.median)))
        axis, ticks = _axis(form, least, most, height)
        paths = (("axis", axis), ("range", lines), ("box", boxes), ("median", medians))
        charts.append(Chart(form.name, form.width, height + 26, paths, [*texts, *ticks]))
    return charts


def _axis(form: _Form, least: float, most: float, height: float) -> tuple[str, list[ChartText]]:
    step = _TICK * (1 if form.name == "wide" else 2)
    values = range(int(least), int(most) + 1, step)
    places = [form.scale(value, least, most) for value in values]
    path = "".join(_line(x, 0, x, height) for x in places)
    texts = []
    for value, x in zip(values, places, strict=True):
        kind = "tick first" if x < _LINE else "tick"
        texts.append(ChartText(kind, x, height + 20, euros(value)))
    return path, texts


def draw_grid(cross: CrossTable) -> Sequence[Chart]:
    """Draw a square for each pair that has métiers, as large as they are many."""
    most = max(cross.metiers.values(), default=1)
    charts = []
    for form in _FORMS:
        right = form.width - (0 if form.is_stacked else _LINE)
        step = (right - form.left) / max(len(cross.columns), 1)
        texts, middles, height = form.rows([row.label for row in cross.rows], _HEAD)
        path = guides = ""
        for at, (iri, letter, _) in enumerate(cross.columns):
            x = form.left + step * (at + 0.5)
            guides += "" if form.is_stacked else _line(x, _HEAD, x, height)
            texts += [ChartText("tick", x, y, letter) for y in (_LINE, height + _LINE)]
            for row, middle in zip(cross.rows, middles, strict=True):
                if metiers := cross.metiers.get((row.iri, iri)):
                    side = max(sqrt(metiers / most) * _SQUARE, 3)
                    path += _rectangle(x - side / 2, middle - side / 2, side, side)
        paths = (("axis", guides), ("mark", path))
        charts.append(Chart(form.name, form.width, height + _HEAD, paths, texts))
    return charts


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    wide = max(round(width), 1)
    return f"M{round(x)} {round(y)}h{wide}v{round(height)}h-{wide}z"


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"M{round(x)} {round(y)}L{round(to_x)} {round(to_y)}"
