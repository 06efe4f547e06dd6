"""Result table: an answer that a page can show, read as it streams and only so far."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, Any, cast

import pyoxigraph as ox
from markupsafe import escape

from server.engine import Answer, Frames, Term
from server.http.language import gettext
from server.iris import compact, link

__all__ = ["Cell", "ResultTable", "cell", "iris", "named", "read_table"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset({"integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long"})
_LONGEST = 600
"""The most characters of a text that a table shows."""
_DECIMALS = re.compile(r"[+-]?\d*+\.0*+\d{1,4}")
_SPARED = 2
"""Decimals too many that are not worth a cut."""
_MARKUP, _NAME = 60, 40
"""About how many characters go around a cell, and into the name of a thing."""


@dataclass(frozen=True)
class Cell:
    """A term to show: `href` where it can be followed, `note` a datatype or what else to add.

    A number needs no note, nor do texts that are only texts. `full` is the whole IRI of a thing,
    `label` its name where that was looked up.
    """

    text: str
    href: str | None = None
    note: str = ""
    full: str = ""
    language: str = ""
    is_number: bool = False
    label: str = ""

    @property
    def brief(self) -> str:
        """The text, or a number without most of its decimals: cut, not rounded, and seen to be."""
        found = _DECIMALS.match(self.text) if self.is_number else None
        if found is None or found.end() + _SPARED >= len(self.text):
            return self.text
        rest = self.text[found.end() :]
        exponent = rest.lstrip("0123456789")
        return f"{found[0]}…{exponent}" if len(rest) - len(exponent) > _SPARED else self.text


@dataclass(frozen=True)
class ResultTable:
    """Some rows of an answer; `boolean` for the answer of an ASK, which has no row.

    `before` is the number of rows that come before these, `truncated` tells that others follow.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    boolean: bool | None = None
    before: int = 0


def read_table(
    answer: Answer, prefixes: Mapping[str, str], limit: int, room: int = 1 << 30, before: int = 0
) -> ResultTable:
    """Read an answer in results JSON or N-Triples, and close it.

    What comes after `before` rows is shown, one row at least: up to `limit` rows, or as many as
    take about `room` characters in a page.
    """
    try:
        stream = cast("IO[bytes]", _FramesReader(answer.frames))
        if answer.form == "graph":
            quads = ox.parse(stream, ox.RdfFormat.N_TRIPLES)
            terms = ((quad.subject, quad.predicate, quad.object) for quad in quads)
            rows = _shown(terms, prefixes, limit, room, before)
            names = (gettext("sujet"), gettext("propriété"), gettext("objet"))
            return ResultTable(names, *rows, before=before)
        results = ox.parse_query_results(stream, ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return ResultTable((), (), boolean=bool(results))
        columns = tuple(variable.value for variable in results.variables)
        solutions = (tuple(solution[name] for name in columns) for solution in results)
        return ResultTable(
            columns, *_shown(solutions, prefixes, limit, room, before), before=before
        )
    finally:
        answer.frames.close()


def iris(table: ResultTable) -> Iterator[str]:
    """Return the IRIs in a table, in order."""
    return (each.full for row in table.rows for each in row if each.full)


def named(table: ResultTable, labels: Mapping[str, str]) -> ResultTable:
    """Return a table with the names of its things, by IRI."""
    rows = tuple(
        tuple(
            replace(each, label=labels[each.full]) if each.full in labels else each for each in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def cell(term: Term | None, prefixes: Mapping[str, str]) -> Cell:
    """Return how a page shows a term; an unbound variable is an empty cell."""
    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        return Cell(compact(term.value, prefixes), link(term.value), full=term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Cell(term.value, language=term.language)
        datatype = term.datatype.value.removeprefix(_XSD)
        if datatype in _NUMBERS:
            return Cell(term.value, is_number=True)
        note = "" if datatype == "string" else compact(term.datatype.value, prefixes)
        return Cell(term.value, note=note)
    return Cell(str(term))


def _shown(
    rows: Iterable[tuple[Term | None, ...]],
    prefixes: Mapping[str, str],
    limit: int,
    room: int,
    before: int,
) -> tuple[tuple[tuple[Cell, ...], ...], bool]:
    """Return the cells of the rows that are shown, and whether others follow."""
    shown: list[tuple[Cell, ...]] = []
    for row in islice(rows, before, None):
        if len(shown) == limit or (shown and room <= 0):
            return tuple(shown), True
        cells = tuple(_cut(cell(term, prefixes)) for term in row)
        room -= sum(map(_weight, cells))
        shown.append(cells)
    return tuple(shown), False


def _cut(whole: Cell) -> Cell:
    if len(whole.text) <= _LONGEST:
        return whole
    return replace(whole, text=f"{whole.text[:_LONGEST]}…")


def _weight(shown: Cell) -> int:
    """Return about how many characters a cell takes in a page."""
    texts = (shown.text, shown.href or "", shown.full)
    taken = sum(len(escape(text)) for text in texts) + (_MARKUP if shown.brief != shown.text else 0)
    return _MARKUP + taken + (_NAME if shown.full else 0)


class _FramesReader(io.RawIOBase):
    """The frames of an answer as a file to read from."""

    def __init__(self, frames: Frames) -> None:
        self._frames: Iterator[bytes] = iter(frames)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or next(self._frames, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
