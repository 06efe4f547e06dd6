"""Search index: look-ups in a read-only SQLite FTS5 file, which `loader/search` writes."""

import json
import math
import sqlite3
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from server.releases.tables import SqliteTables
from server.search.spelling import Vocabulary

__all__ = ["FoundName", "FoundThing", "PropertyValue", "SearchIndex"]

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
_ACTIVITIES: Final = """
SELECT rowid FROM activities WHERE activities MATCH ?
ORDER BY bm25(activities, 6, 2, 2, 2, 2, 1), rowid LIMIT ?
"""
_THINGS: Final = """
SELECT id, iri, type, label, note FROM things WHERE id IN (SELECT value FROM json_each(?))
"""
_LINKS: Final = """
SELECT source, target, things.type
FROM json_each(?) AS asked JOIN links ON source = asked.value JOIN things ON target = things.id
ORDER BY asked.key, target
"""
_SHARING: Final = "SELECT things FROM roots WHERE type = ? AND root = ?"
_ROOT_COUNTS: Final = "SELECT type, root, length(things) / 4 FROM roots"
_NAMES_OF: Final = """
SELECT things.type, thing, rank, name, names.key
FROM json_each(?) AS asked JOIN names ON thing = asked.value JOIN things ON things.id = thing
WHERE rank != 2
"""
_PROPERTY_VALUES: Final = """
SELECT thing, property, iri, text, property_values.code
FROM json_each(?) AS names CROSS JOIN json_each(?) AS numbers
CROSS JOIN properties ON property = names.value AND thing = numbers.value
CROSS JOIN property_values ON property_values.id = properties.value
ORDER BY names.key, thing, properties.value
"""
_THINGS_WITH: Final = """
SELECT DISTINCT thing FROM (
  SELECT property_values.id AS number FROM json_each(?1) AS asked
  CROSS JOIN property_values ON property_values.key = asked.value
  UNION
  SELECT property_values.id FROM json_each(?1) AS asked
  CROSS JOIN property_values ON property_values.code = asked.value AND property_values.code != ''
) CROSS JOIN properties ON property = ?2 AND properties.value = number
ORDER BY thing LIMIT ?3
"""
_PASSAGE: Final = """
SELECT snippet(passages, 0, ?, ?, '…', 32)
FROM passages_of JOIN passages ON passages.rowid BETWEEN first AND last
WHERE thing = ? AND passages MATCH ? LIMIT 1
"""
_PROPERTIES_BY_TYPE: Final = """
SELECT DISTINCT type, property FROM properties JOIN things ON things.id = thing
"""
_NUMBERS_OF: Final = "SELECT id, type FROM things WHERE iri IN (SELECT value FROM json_each(?))"
_MOST_READ: Final = 1000
"""Matches that are read at once: most words have fewer, and are then read but once."""


class PropertyValue(NamedTuple):
    """A value of a property of a thing; `iri` and `code` are empty where it has none."""

    thing: int
    property: str
    iri: str
    text: str
    code: str


class FoundName(NamedTuple):
    """A name that matches.

    `rank` is 0 for a thing's own, 1 for another one, 2 for a code, 3 for its own in English, 4 for
    another in English.
    """

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
        try:
            self._rows = SqliteTables(path).rows
            rows = self._rows("SELECT type, first, last FROM types ORDER BY first")
            self._types = {type_: (first, last) for type_, first, last in rows}
            self.match_names('"essai"', {"metier": 1})
            self.match_texts('label : "essai"', 1)
            self.match_activities('"essai"', 1)
            self.things([0])
            self.links([0])
            self._rows("SELECT word, spelling, weight FROM words LIMIT 1")
            self.sharing("metier", "essai")
            self.property_values([0], ["code"])
            self.passage(0, '"essai"', "", "")
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

    def match_activities(self, expression: str, most: int) -> list[int]:
        """Return the numbers of métiers that say what they do so, by roots and words, best first.

        A word of a name counts for more than one of a code, of a list or of what stands at the head
        of a sheet, and these for more than one of its text.
        """
        return [number for (number,) in self._rows(_ACTIVITIES, expression, most)]

    def is_french(self, word: str) -> bool:
        """Tell whether some name in French, or the text of some sheet, has a folded word."""
        return self.is_spelt(word) or self.has_text(word)

    def is_spelt(self, word: str) -> bool:
        """Tell whether some name in French has a folded word."""
        return bool(self._rows("SELECT 1 FROM words WHERE word = ?", word))

    def has_text(self, word: str) -> bool:
        """Tell whether some sheet has a word in its texts."""
        return bool(self.match_texts(f'"{word}"', 1))

    def passage(self, number: int, expression: str, before: str, after: str) -> str:
        """Return what the sheet of a thing says first that matches, each match between two marks.

        A few dozens of words; empty where no passage matches.
        """
        rows = self._rows(_PASSAGE, before, after, number, expression)
        return str(rows[0][0]) if rows else ""

    def things(self, numbers: Sequence[int]) -> Mapping[int, FoundThing]:
        """Return things by their numbers."""
        rows = self._rows(_THINGS, json.dumps(list(numbers)))
        return {row[0]: FoundThing(*row) for row in rows}

    def links(self, numbers: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return what things lead to: the one, the other, and the other's type, in their order."""
        return self._rows(_LINKS, json.dumps(list(numbers)))

    def sharing(self, type_: str, root: str) -> Sequence[int]:
        """Return the things of a type that have a name with a root, the shortest names first."""
        rows = self._rows(_SHARING, type_, root)
        found = array("I")
        found.frombytes(rows[0][0] if rows else b"")
        if sys.byteorder == "big":
            found.byteswap()
        return found

    @cached_property
    def root_weights(self) -> Mapping[str, Mapping[str, float]]:
        """What each root tells of the things of a type: the logarithm of how rare it is."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for type_, root, count in self._rows(_ROOT_COUNTS):
            found[type_][root] = math.log1p(self.type_counts[type_] / count)
        return found

    @cached_property
    def type_counts(self) -> Mapping[str, int]:
        """How many things there are of each type."""
        return dict(self._rows("SELECT type, count(*) FROM things GROUP BY type"))

    def names_of(self, numbers: Iterable[int]) -> list[FoundName]:
        """Return the names of things, codes left out."""
        return [FoundName(*row) for row in self._rows(_NAMES_OF, json.dumps(list(numbers)))]

    def numbers_of(self, iris: Sequence[str]) -> list[tuple[int, str]]:
        """Return the numbers and the types of things by their IRIs."""
        return self._rows(_NUMBERS_OF, json.dumps(list(iris))) if iris else []

    def property_values(
        self, numbers: Iterable[int], properties: Sequence[str]
    ) -> list[PropertyValue]:
        """Return the values of some properties of things."""
        asked = json.dumps(list(properties)), json.dumps(list(numbers))
        return [PropertyValue(*row) for row in self._rows(_PROPERTY_VALUES, *asked)]

    @cached_property
    def _properties_by_type(self) -> Mapping[str, frozenset[str]]:
        rows = self._rows(_PROPERTIES_BY_TYPE)
        types = {type_ for type_, _ in rows}
        return {type_: frozenset(name for of, name in rows if of == type_) for type_ in types}

    def properties_of(self, type_: str) -> frozenset[str]:
        """Return the properties that some thing of a type has."""
        return self._properties_by_type.get(type_, frozenset())

    def things_with(self, property_: str, keys: Sequence[str], most: int) -> list[int]:
        """Return the first things that have a value, by the words of it in one."""
        rows = self._rows(_THINGS_WITH, json.dumps(list(keys)), property_, most)
        return [number for (number,) in rows]

    def _matching(self, expression: str, first: int, last: int, most: int) -> list[int]:
        rows = self._rows(_MATCHING, expression, first, last, most)
        return [number for (number,) in rows]
