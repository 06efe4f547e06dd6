"""Passages of sheets, whole: what a result quotes of the text in which it was found."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from pyoxigraph import QuerySolutions, Store

from queries import find

__all__ = ["write_passages"]

_SCHEMA: Final = """
CREATE TABLE passages_of (thing INTEGER PRIMARY KEY, first INTEGER, last INTEGER);
CREATE VIRTUAL TABLE passages USING fts5 (
  text, tokenize='unicode61 remove_diacritics 2'
);
"""
"""The passages of a thing have neighbouring numbers."""


def write_passages(
    connection: sqlite3.Connection, store: Store, numbers: Mapping[str, int]
) -> None:
    """Write the passages of the sheets of things that have a number."""
    texts: dict[int, set[str]] = defaultdict(set)
    solutions = store.query(find("search/passages").text)
    assert isinstance(solutions, QuerySolutions)
    for metier, text in solutions:
        texts[numbers[metier.value]].add(text.value)
    connection.executescript(_SCHEMA)
    first = 1
    for thing, several in sorted(texts.items()):
        connection.executemany(
            "INSERT INTO passages (rowid, text) VALUES (?, ?)",
            enumerate(sorted(several), first),
        )
        last = first + len(several) - 1
        connection.execute("INSERT INTO passages_of VALUES (?, ?, ?)", (thing, first, last))
        first = last + 1
