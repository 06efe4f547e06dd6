"""Typed rows: one page of solutions, and how many there are, as JSON, CSV or a workbook (XLSX).

What the API answers: a value of JSON is what it is, an IRI bare, a number a number, null where a
variable is unbound; a cell of a workbook is a text unless it is a number or a boolean, so that
codes keep their zeros and no text is a formula. A boolean answer is one row of one column.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from math import isfinite
from typing import Any, Final

import pyoxigraph as ox

from server.engine.errors import TooLargeError, worded
from server.engine.formats import XLSX
from server.engine.interface import Term

__all__ = ["ANSWER", "typed_rows", "workbook"]

ANSWER: Final = "answer"
"""The column of a boolean answer."""
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS: Final = frozenset(
    f"{_XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger")
)
_NUMBERS: Final = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))
_BOOLEAN: Final = f"{_XSD}boolean"
_MOST_CELLS: Final = 500_000
"""A workbook is made in memory, some 300 bytes a cell."""
_TOO_MANY_CELLS: Final = worded(
    "Un classeur tient au plus %(most)s cellules : demandez cette réponse en CSV, ou par pages."
)
_LONGEST_CELL: Final = 32_767
_MADE: Final = datetime(2000, 1, 1)
"""A workbook says when it was made; the same answer has the same bytes whenever it is asked."""

Value = str | int | float | bool | None
Rows = Sequence[Sequence[Term | None]]


def typed_rows(
    results: ox.QuerySolutions | ox.QueryBoolean,
    media_type: str,
    page: tuple[int, int],
    preface: str,
) -> tuple[bytes, int]:
    """Return a document of some rows, and how many rows there are in all.

    `page` is how many are left out before them, and how many they are at most, 0 for all of them.
    `preface` is the JSON object of what is said of the answer, beside the rows.
    """
    if isinstance(results, ox.QueryBoolean):
        names, total = [ANSWER], 1
        rows: Rows = [[ox.Literal(bool(results))]]
    else:
        names = [variable.value for variable in results.variables]
        rows, total = _window(results, *page)
    if media_type == XLSX:
        return workbook(names, rows, json.loads(preface)), total
    if media_type == "text/csv":
        return _csv(names, rows), total
    return _json(names, rows, json.loads(preface) | {"total": total}), total


def _window(solutions: Iterable[Any], start: int, most: int) -> tuple[Rows, int]:
    kept: list[Sequence[Term | None]] = []
    total = 0
    for solution in solutions:
        if total >= start and (not most or len(kept) < most):
            kept.append([*solution])
        total += 1
    return kept, total


def _json(names: Sequence[str], rows: Rows, said: dict[str, Any]) -> bytes:
    typed = [[_typed(term) for term in row] for row in rows]
    kinds = [_kind(row[number] for row in typed) for number in range(len(names))]
    said["columns"] = [
        {"name": name, "type": kind} for name, kind in zip(names, kinds, strict=True)
    ]
    said["rows"] = [dict(zip(names, (value for value, _ in row), strict=True)) for row in typed]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _kind(cells: Iterable[tuple[Value, str]]) -> str | None:
    """Return what the values of a column are: None if there is none, ``text`` if they differ."""
    kinds = {kind for value, kind in cells if value is not None}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "text" if kinds else None


def _typed(term: Term | None) -> tuple[Value, str]:
    """Return the value of a term, and what it is."""
    if isinstance(term, ox.NamedNode):
        return term.value, "iri"
    if not isinstance(term, ox.Literal):
        return (None, "text") if term is None else (str(term), "text")
    datatype, text = term.datatype.value, term.value
    if datatype in _INTEGERS:
        return int(text), "integer"
    if datatype in _NUMBERS:
        return (number, "number") if isfinite(number := float(text)) else (text, "text")
    if datatype == _BOOLEAN:
        return text in ("true", "1"), "boolean"
    return text, datatype.removeprefix(_XSD) if datatype.startswith(f"{_XSD}date") else "text"


def _csv(names: Sequence[str], rows: Rows) -> bytes:
    output = StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(names)
    writer.writerows([_lexical(term) for term in row] for row in rows)
    return output.getvalue().encode()


def _lexical(term: Term | None) -> str:
    if term is None or isinstance(term, ox.Triple):
        return "" if term is None else str(term)
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


def workbook(names: Sequence[str], rows: Rows, said: dict[str, Any]) -> bytes:
    """Return a workbook of two sheets: the rows, and what is said of them."""
    if len(rows) * len(names) > _MOST_CELLS:
        raise TooLargeError(_TOO_MANY_CELLS, most=_MOST_CELLS)
    from xlsxwriter import Workbook  # dear to import, and few answers are workbooks

    output = BytesIO()
    with Workbook(output, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet("reponse")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(names) - 1, 0), 28)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, head)
        for line, row in enumerate(rows, 1):
            for column, (value, _) in enumerate(map(_typed, row)):
                _write(sheet, line, column, value)
        source = book.add_worksheet("source")
        source.set_column(0, 1, 40)
        for line, (name, text) in enumerate(_flat(said)):
            source.write_string(line, 0, name, head)
            source.write_string(line, 1, text)
    return output.getvalue()


def _write(sheet: Any, line: int, column: int, value: Value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    elif value is not None:
        sheet.write_string(line, column, value[:_LONGEST_CELL])


def _flat(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield name, ", ".join(value) if isinstance(value, list) else str(value)
