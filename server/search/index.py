"""Search index: look-ups in a read-only SQLite FTS5 file, which `loader/search` writes."""

import json
import sqlite3
import sys
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

from server.search.spelling import Vocabulary

__all__ = ["FoundName", "FoundThing", "SearchIndex"]

_MATCHING: Final = """
SELECT rowid FROM named WHERE named MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?
"""
_NAMES: Final = """
SELECT names.id, names.thing, names.rank, names.name, names.key
FROM json_each(?) AS asked JOIN names ON names.id = asked.value
"""
_TEXTS: Final = """
SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 10, 6, 3, 2, 1), rowid LIMIT ?
"""
_THINGS: Final = """
SELECT id, iri, type, label, note FROM things WHERE id IN (SELECT value FROM json_each(?))
"""
_LINKS: Final = """
SELECT source, target, things.type
FROM json_each(?) AS asked JOIN links ON source = asked.value JOIN things ON target = things.id
ORDER BY asked.key, target
"""
_MOST_READ: Final = 1000
"""Matches that are read at once: most words have fewer, and are then read but once."""
_MAPPED: Final = 1 << 28
"""Bytes of the file that are read in place: shared by all processes, and never copied."""


class FoundName(NamedTuple):
    """A name that matches; `rank` is 0 for a thing's own, 1 for another one, 2 for a code."""

    type: str
    thing: int
    rank: int
    text: str
    key: str


@dataclass(frozen=True)
class FoundThing:
    """Something that can be found; `type` is one of `server.search.ranking.TYPES`."""

    id: int
    iri: str
    type: str
    label: str
    note: str


class SearchIndex:
    """An index opened read-only; OSError or ValueError if the file is not one.

    Expressions are those of FTS5, over folded words.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"{path} n'existe pas")
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        weakref.finalize(self, self._connection.close)
        self._lock = Lock()
        try:
            self._connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            rows = self._rows("SELECT type, first, last FROM types ORDER BY first")
            self._types = {type_: (first, last) for type_, first, last in rows}
            self.match_names('"essai"', {"metier": 1})
            self.match_texts('label : "essai"', 1)
            self.things([0])
            self.links([0])
            self._rows("SELECT word, spelling, weight FROM words LIMIT 1")
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} : {error}") from error

    @property
    def types(self) -> Sequence[str]:
        """The types of things that it holds, in their order."""
        return tuple(self._types)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all names, read when a word is first looked for in vain."""
        return Vocabulary(self._rows("SELECT word, weight FROM words"))

    def spelling_of(self, word: str) -> str:
        """Return a folded word as most names write it; as it is where none has it."""
        rows = self._rows("SELECT spelling FROM words WHERE word = ?", word)
        return str(rows[0][0]) if rows else word

    def match_names(self, expression: str, wanted: Mapping[str, int]) -> list[FoundName]:
        """Return names that match, of some types, so many of each: those of fewest words first."""
        every = self._matching(expression, 1, sys.maxsize, _MOST_READ)
        types: dict[int, str] = {}
        for type_, most in wanted.items():
            first, last = self._types.get(type_, (0, -1))
            found = every[bisect_left(every, first) : bisect_right(every, last)][:most]
            if len(every) == _MOST_READ and every[-1] < last and len(found) < most:
                found = self._matching(expression, first, last, most)
            types.update(dict.fromkeys(found, type_))
        rows = self._rows(_NAMES, json.dumps(list(types)))
        return [FoundName(types[number], *row) for number, *row in rows]

    def holds(self, expression: str) -> bool:
        """Tell whether some name matches."""
        return bool(self._matching(expression, 1, sys.maxsize, 1))

    def match_texts(self, expression: str, most: int) -> list[int]:
        """Return the numbers of métiers whose names, codes or texts match, best first."""
        return [number for (number,) in self._rows(_TEXTS, expression, most)]

    def things(self, numbers: Sequence[int]) -> Mapping[int, FoundThing]:
        """Return things by their numbers."""
        rows = self._rows(_THINGS, json.dumps(list(numbers)))
        return {row[0]: FoundThing(*row) for row in rows}

    def links(self, numbers: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return what things lead to: the one, the other, and the other's type, in their order."""
        return self._rows(_LINKS, json.dumps(list(numbers)))

    def _matching(self, expression: str, first: int, last: int, most: int) -> list[int]:
        rows = self._rows(_MATCHING, expression, first, last, most)
        return [number for (number,) in rows]

    def _rows(self, statement: str, *parameters: str | int) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, parameters).fetchall()
