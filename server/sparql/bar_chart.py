"""Bar chart of a result table, where one column names things and one counts or measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from server.sparql.result_table import Cell, ResultTable

__all__ = ["Bar", "Bars", "read_bars"]

_MOST = 100


@dataclass(frozen=True)
class Bar:
    """One row of a chart; `width` is out of 100."""

    name: Cell
    value: Cell
    width: float


@dataclass(frozen=True)
class Bars:
    """A chart: the titles of its two columns, and the first bars."""

    name: str
    value: str
    bars: Sequence[Bar]


def read_bars(table: ResultTable) -> Bars | None:
    """Return the chart of a table; None unless one of its columns, and only one, holds numbers.

    Names are the first column of texts, else the first of things. Neither negative numbers nor a
    single row make a chart.
    """
    columns = range(len(table.columns))
    numbers = [each for each in columns if _all(table, each, numbers=True)]
    names = [each for each in columns if _all(table, each, numbers=False)]
    if len(numbers) != 1 or not names or len(table.rows) < 2:
        return None
    of_texts = (each for each in names if not any(row[each].full for row in table.rows))
    name, value = next(of_texts, names[0]), numbers[0]
    rows = table.rows[:_MOST]
    amounts = [float(row[value].text) for row in rows]
    if not all(isfinite(amount) and amount >= 0 for amount in amounts):
        return None
    most = max(amounts) or 1
    bars = [
        Bar(row[name], row[value], round(100 * amount / most, 2))
        for row, amount in zip(rows, amounts, strict=True)
    ]
    return Bars(table.columns[name], table.columns[value], bars)


def _all(table: ResultTable, column: int, numbers: bool) -> bool:
    cells = (row[column] for row in table.rows)
    return all(cell.text and cell.is_number is numbers for cell in cells)
