"""Change tables of a release: what it differs in from the one before, and what editions do.

A build writes them (`loader/diff`), a row a field of a thing; here they are filtered and cut.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from server.releases.layout import CHANGES_TABLE, EDITIONS_FILE
from server.releases.tables import SqliteTables

__all__ = [
    "ChangeComparison",
    "ChangeCounts",
    "ChangeFilter",
    "ChangeRow",
    "ChangeRows",
    "ChangeValue",
    "read_edition_comparisons",
    "read_release_comparison",
]

_REMEMBERED: Final = 12
_COMPARISONS: Final = "SELECT id, source, before, after, absent, kinds FROM comparisons ORDER BY id"
_ROWS: Final = """
SELECT comparison, kind, state, iri, label, field, before, after
FROM changes LEFT JOIN fields USING (id) WHERE {} ORDER BY id LIMIT ? OFFSET ?
"""
_COUNT: Final = "SELECT count(*) FROM changes WHERE {}"
_THINGS: Final = "SELECT count(DISTINCT iri) FROM changes WHERE {}"
_AMONG: Final = "{} IN (SELECT value FROM json_each(?))"
_UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, sqlite3.Error)


@dataclass(frozen=True)
class ChangeCounts:
    """How many things of a kind came, went and changed; `fields` are keys, names and counts."""

    key: str
    name: str
    added: int
    removed: int
    changed: int
    fields: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class ChangeValue:
    """A value as a reader sees it; `iri` and `language` are empty where it has none."""

    text: str
    iri: str = ""
    language: str = ""


@dataclass(frozen=True)
class ChangeRow:
    """A thing that came or went, without field; or what a field of it has on one side only."""

    comparison: "ChangeComparison"
    kind: str
    state: str
    iri: str
    label: str
    field: str
    before: Sequence[ChangeValue]
    after: Sequence[ChangeValue]


@dataclass(frozen=True)
class ChangeFilter:
    """Which changes are wanted; empty is any. `things` are IRIs, None for all.

    `disputed`: only the fields that two editions of a sheet state, and not alike.
    """

    kind: str = ""
    state: str = ""
    field: str = ""
    things: frozenset[str] | None = None
    disputed: bool = False


@dataclass(frozen=True)
class ChangeComparison:
    """Two releases that were compared, by their digests, or two editions of a `source`.

    `absent` are the tables that one of the two lacks, by edition: what they say is not compared.
    """

    tables: SqliteTables
    number: int
    source: str
    before: str
    after: str
    absent: Sequence[tuple[str, Sequence[str]]]
    kinds: Sequence[ChangeCounts]


class ChangeRows:
    """The rows of comparisons of one file that pass a filter; only those cut out are read."""

    def __init__(self, wanted: ChangeFilter, *comparisons: ChangeComparison) -> None:
        self._of = {each.number: each for each in comparisons}
        self._tables = comparisons[0].tables
        self._where, self._values = _condition([*self._of], wanted)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[ChangeRow]:
        start, stop = part.start or 0, part.stop
        asked = *self._values, -1 if stop is None else max(stop - start, 0), start
        found = self._tables.rows(_ROWS.format(self._where), *asked)
        return [_row(self._of[number], *rest) for number, *rest in found]

    @cached_property
    def _count(self) -> int:
        return int(self._tables.rows(_COUNT.format(self._where), *self._values)[0][0])

    def things(self) -> int:
        """Return how many things the rows are about."""
        return int(self._tables.rows(_THINGS.format(self._where), *self._values)[0][0])


def read_release_comparison(folder: Path) -> ChangeComparison | None:
    """Return what a release was compared to, None where it was not, or not readably."""
    return next(iter(_stamped(folder / CHANGES_TABLE)), None)


def read_edition_comparisons(folder: Path) -> Sequence[ChangeComparison]:
    """Return the editions that were compared in a release, the older of a source first."""
    return _stamped(folder / EDITIONS_FILE)


def _stamped(file: Path) -> Sequence[ChangeComparison]:
    """Return what a file holds, read anew where a build has replaced it."""
    try:
        return _read(file.resolve(), file.stat().st_mtime_ns)
    except OSError:
        return ()


@lru_cache(_REMEMBERED)
def _read(file: Path, _stamp: int) -> Sequence[ChangeComparison]:
    try:
        tables = SqliteTables(file)
        return tuple(_comparison(tables, *row) for row in tables.rows(_COMPARISONS))
    except _UNREADABLE:
        return ()


def _comparison(
    tables: SqliteTables, number: int, source: str, before: str, after: str, absent: str, kinds: str
) -> ChangeComparison:
    return ChangeComparison(
        tables,
        number,
        source,
        before,
        after,
        [(f"{each['source']} {each['edition']}", each["tables"]) for each in json.loads(absent)],
        [_counts(each) for each in json.loads(kinds)],
    )


def _counts(said: Mapping[str, Any]) -> ChangeCounts:
    return ChangeCounts(
        said["kind"],
        said["name"],
        said["added"],
        said["removed"],
        said["changed"],
        [(field["field"], field["name"], field["changed"]) for field in said["fields"]],
    )


def _condition(numbers: Sequence[int], wanted: ChangeFilter) -> tuple[str, Sequence[str | int]]:
    """Return the condition of a filter, and what it is asked with."""
    parts: dict[str, str | int] = {"comparison = ?": numbers[0]}
    if len(numbers) > 1:
        parts = {_AMONG.format("comparison"): json.dumps(numbers)}
    for column in ("kind", "state", "field"):
        if value := getattr(wanted, column):
            parts[f"{column} = ?"] = value
    if wanted.disputed:
        parts["disputed = ?"] = 1
    if wanted.things is not None:
        parts[_AMONG.format("iri")] = json.dumps(sorted(wanted.things))
    return " AND ".join(parts), tuple(parts.values())


def _row(
    comparison: ChangeComparison, kind: str, state: str, iri: str, label: str, field: str,
    before: str | None, after: str | None,
) -> ChangeRow:  # fmt: skip
    return ChangeRow(comparison, kind, state, iri, label, field, _values(before), _values(after))


def _values(said: str | None) -> Sequence[ChangeValue]:
    return [ChangeValue(*each) for each in json.loads(said)] if said else []
