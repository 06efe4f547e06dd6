"""An engine's answer as a table that a page can show: read as it streams, and only so far."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, cast

import pyoxigraph as ox

from server.engine import Answer, Frames, Term
from server.iris import compact, link

__all__ = ["Cell", "Table", "cell", "read_table"]


_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset({"integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long"})


@dataclass(frozen=True)
class Cell:
    """A term to show: `href` where it can be followed, `note` a datatype or what else to add.

    A number needs no note, nor do texts that are only texts.
    """

    text: str
    href: str | None = None
    note: str = ""
    full: str = ""
    language: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first rows of an answer; `boolean` for the answer of an ASK, which has no row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    boolean: bool | None = None


def read_table(answer: Answer, prefixes: Mapping[str, str], limit: int) -> Table:
    """Read an answer in results JSON or N-Triples up to `limit` rows, and close it."""
    try:
        stream = cast("IO[bytes]", _FramesReader(answer.frames))
        if answer.form == "graph":
            quads = ox.parse(stream, ox.RdfFormat.N_TRIPLES)
            terms = ((quad.subject, quad.predicate, quad.object) for quad in quads)
            return _table(("sujet", "propriété", "objet"), terms, prefixes, limit)
        results = ox.parse_query_results(stream, ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return Table((), (), boolean=bool(results))
        names = tuple(variable.value for variable in results.variables)
        solutions = (tuple(solution[name] for name in names) for solution in results)
        return _table(names, solutions, prefixes, limit)
    finally:
        answer.frames.close()


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


def _table(
    columns: tuple[str, ...],
    rows: Iterable[tuple[Term | None, ...]],
    prefixes: Mapping[str, str],
    limit: int,
) -> Table:
    shown = [tuple(cell(term, prefixes) for term in row) for row in islice(rows, limit + 1)]
    return Table(columns, tuple(shown[:limit]), truncated=len(shown) > limit)


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
