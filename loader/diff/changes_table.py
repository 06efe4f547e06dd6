"""Changes table: comparisons as SQLite rows, one a field of a thing, for pages to filter.

`changes.sqlite` has what a release differs in from the one before it; `changes.json` says the same
to machines. `editions.sqlite` has what each edition of the sheets differs in from the one before.
`server/releases/change_tables.py` reads both.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Final

from pyoxigraph import Store

from loader.corpus.corpus import Corpus
from loader.diff.changes import Change, FieldValue, Tally
from loader.diff.compare import compare_readers
from loader.diff.sheet_reader import SheetReader
from loader.diff.skipped_fields import AbsentTables
from loader.editions.editions import Edition
from loader.records import Fiche
from server.releases.layout import EDITIONS_FILE

__all__ = ["ChangesTable", "ComparisonEntry", "write_edition_changes"]

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE comparisons (
  id INTEGER PRIMARY KEY, source TEXT, before TEXT, after TEXT, absent TEXT, kinds TEXT
);
CREATE TABLE changes (
  id INTEGER PRIMARY KEY, comparison INTEGER, kind TEXT, state TEXT, iri TEXT, label TEXT,
  field TEXT, name TEXT, disputed INTEGER
);
CREATE TABLE fields (id INTEGER PRIMARY KEY, before TEXT, after TEXT);
CREATE INDEX by_kind ON changes (comparison, kind, state, field);
CREATE INDEX by_thing ON changes (iri);
CREATE INDEX by_dispute ON changes (disputed, field);
"""
"""A thing that came or went has one row, without field; one that changed has a row a field, with
its values under the same id in `fields`. `disputed`: two editions of the sheet state the field, and
not alike."""


@dataclass(frozen=True, slots=True)
class ComparisonEntry:
    """What is compared: two releases, by their digests, or two editions of a source."""

    before: str
    after: str
    source: str = ""
    absent: Sequence[AbsentTables] = ()


class ChangesTable:
    """A file of comparisons that is being written; it is whole when it is left."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_SCHEMA)
        self._next = 1

    def __enter__(self) -> "ChangesTable":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with closing(self._connection):
            if error is None:
                self._connection.commit()

    def record(
        self,
        comparison: ComparisonEntry,
        changes: Iterable[Change],
        disputed: Mapping[str, Collection[str]] | None = None,
    ) -> Iterator[Change]:
        """Write changes as they go by; `disputed` are the ids of things by field."""
        number, tally = self._next, Tally()
        self._next += 1
        for change in changes:
            tally.add(change)
            self._write(number, change, disputed or {})
            yield change
        self._connection.execute(
            "INSERT INTO comparisons VALUES (?, ?, ?, ?, ?, ?)",
            (
                number,
                comparison.source,
                comparison.before,
                comparison.after,
                _json([asdict(each) for each in comparison.absent]),
                _json(tally.kinds()),
            ),
        )

    def _write(
        self, comparison: int, change: Change, disputed: Mapping[str, Collection[str]]
    ) -> None:
        head = comparison, change.kind, str(change.state), change.iri, change.label
        if not change.fields:
            self._insert((*head, "", "", 0))
        for field in change.fields:
            is_disputed = change.iri.rpartition("/")[2] in disputed.get(field.field, ())
            row = self._insert((*head, field.field, field.name, int(is_disputed)))
            values = _values(field.before), _values(field.after)
            self._connection.execute("INSERT INTO fields VALUES (?, ?, ?)", (row, *values))

    def _insert(self, row: tuple[object, ...]) -> int | None:
        marks = ", ".join("?" * len(row))
        return self._connection.execute(
            f"INSERT INTO changes (comparison, kind, state, iri, label, field, name, disputed)"
            f" VALUES ({marks})",
            row,
        ).lastrowid


def write_edition_changes(
    corpus: Corpus, store: Store, disputed: Mapping[str, Collection[str]], folder: Path
) -> None:
    """Write what each edition of the sheets of métiers differs in from the one before it.

    `disputed` are, by field, the ids of the métiers whose editions do not say the same.
    """
    with ChangesTable(folder / EDITIONS_FILE) as table:
        for before, after in pairwise(_editions(corpus)):
            (older, had), (newer, has) = before, after
            if older.source == newer.source:
                readers = SheetReader(store, had), SheetReader(store, has)
                comparison = ComparisonEntry(older.name, newer.name, older.source)
                for _ in table.record(comparison, compare_readers(*readers), disputed):
                    pass


def _editions(corpus: Corpus) -> list[tuple[Edition, Mapping[str, Fiche]]]:
    """Return the sheets of each edition by id, the older editions of a source first."""
    found: dict[Edition, dict[str, Fiche]] = {}
    for entry in corpus.fiches:
        found.setdefault(entry.edition, {})[entry.fiche.id] = entry.fiche
    return sorted(found.items(), key=lambda item: (item[0].source, item[0].rank))


def _values(values: Iterable[FieldValue]) -> str:
    return _json([[value.text, value.iri or "", value.language or ""] for value in values])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
