"""Writes small search indexes, by the contract alone: the server must not need the loader."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ontology import base
from ontology.folding import fold
from ontology.words import forms, root, stem, telling, tokens

SCHEMA = """
CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT, type TEXT, label TEXT, note TEXT);
CREATE TABLE names (id INTEGER PRIMARY KEY, thing INTEGER, rank INTEGER, name TEXT, key TEXT);
CREATE TABLE types (type TEXT PRIMARY KEY, first INTEGER, last INTEGER);
CREATE TABLE links (source INTEGER, target INTEGER, PRIMARY KEY (source, target)) WITHOUT ROWID;
CREATE TABLE words (word TEXT PRIMARY KEY, spelling TEXT, weight INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE named USING fts5 (
  words, content='', detail=none, columnsize=0, prefix='1 2 3',
  tokenize='unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE texts USING fts5 (
  label, alt, rome, headline, text, content='', tokenize='unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE activities USING fts5 (
  names, rome, lists, description, headline, text,
  content='', tokenize='unicode61 remove_diacritics 0'
);
CREATE TABLE roots (type TEXT, root TEXT, things BLOB, PRIMARY KEY (type, root)) WITHOUT ROWID;
CREATE TABLE property_values (id INTEGER PRIMARY KEY, iri TEXT, text TEXT, code TEXT, key TEXT);
CREATE TABLE properties (
  property TEXT, thing INTEGER, value INTEGER, PRIMARY KEY (property, thing, value)
) WITHOUT ROWID;
CREATE TABLE passages_of (thing INTEGER PRIMARY KEY, first INTEGER, last INTEGER);
CREATE VIRTUAL TABLE passages USING fts5 (text, tokenize='unicode61 remove_diacritics 2');
"""


WORD = re.compile(r"(?<![\w/])[^\W\d_]{3,}")


@dataclass(frozen=True)
class Told:
    """A thing to find, by its path under ``id/``, and the names and the text that find it."""

    path: str
    type: str
    label: str
    own: Sequence[str] = ()
    others: Sequence[str] = ()
    codes: Sequence[str] = ()
    english: Sequence[str] = ()
    text: str = ""
    note: str = ""
    values: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    """Of its properties: path, text and code; the path is empty for a text alone."""

    @property
    def names(self) -> list[tuple[int, str]]:
        """Its names, each with its rank."""
        own = self.own or (self.label,)
        return [
            (rank, name)
            for rank, names in enumerate((own, self.others, self.codes, self.english))
            for name in names
        ]


def write_index(path: Path, things: Sequence[Told], links: Mapping[str, Sequence[str]]) -> None:
    """Write the index of some things; `links` are what their paths lead to."""
    numbers = {thing.path: number for number, thing in enumerate(things, 1)}
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        for thing in things:
            row = (numbers[thing.path], base() + "id/" + thing.path, thing.type, thing.label)
            connection.execute("INSERT INTO things VALUES (?, ?, ?, ?, ?)", (*row, thing.note))
            if thing.type == "metier":
                columns = (" ".join(thing.own), " ".join(thing.others), " ".join(thing.codes))
                connection.execute(
                    "INSERT INTO texts (rowid, label, alt, rome, headline, text)"
                    " VALUES (?, ?, ?, ?, '', ?)",
                    (row[0], *(fold(text) for text in (*columns, thing.text))),
                )
                named = " ".join(name for rank, name in thing.names if rank < 2)
                told = (named, thing.note, thing.text)
                connection.execute(
                    "INSERT INTO activities (rowid, names, description, text) VALUES (?, ?, ?, ?)",
                    (row[0], *map(_forms, told)),
                )
                connection.execute(
                    "INSERT INTO passages (rowid, text) VALUES (?, ?)", (row[0], thing.text)
                )
                connection.execute("INSERT INTO passages_of VALUES (?, ?, ?)", (row[0],) * 3)
        pairs = [(numbers[a], numbers[b]) for a, targets in links.items() for b in targets]
        connection.executemany("INSERT INTO links VALUES (?, ?)", pairs)
        _write_names(connection, things, numbers)
        _write_roots(connection, things, numbers)
        _write_values(connection, things, numbers)
    connection.close()


def _forms(text: str) -> str:
    return " ".join(form for word in telling(tokens(text)) for form in forms(word))


def _write_roots(
    connection: sqlite3.Connection, things: Sequence[Told], numbers: Mapping[str, int]
) -> None:
    shortest: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for thing in things:
        for rank, name in thing.names:
            roots = set(map(root, telling(tokens(name)))) if rank < 2 else set()
            for each in roots:
                found = shortest[thing.type, each]
                number = numbers[thing.path]
                found[number] = min(found.get(number, len(roots)), len(roots))
    for key, found in shortest.items():
        ordered = sorted(found, key=lambda number: (found[number], number))
        packed = b"".join(number.to_bytes(4, "little") for number in ordered)
        connection.execute("INSERT INTO roots VALUES (?, ?, ?)", (*key, packed))


def _write_values(
    connection: sqlite3.Connection, things: Sequence[Told], numbers: Mapping[str, int]
) -> None:
    known: dict[tuple[str, str, str], int] = {}
    for thing in things:
        for name, values in thing.values.items():
            for value in values:
                number = known.setdefault(value, len(known) + 1)
                connection.execute(
                    "INSERT INTO properties VALUES (?, ?, ?)", (name, numbers[thing.path], number)
                )
    for (path, text, code), number in known.items():
        iri = f"{base()}id/{path}" if path else ""
        connection.execute(
            "INSERT INTO property_values VALUES (?, ?, ?, ?, ?)",
            (number, iri, text, code, "".join(tokens(text))),
        )


def _write_names(
    connection: sqlite3.Connection, things: Sequence[Told], numbers: Mapping[str, int]
) -> None:
    words: dict[str, str] = {}
    first = 1
    for type_ in dict.fromkeys(thing.type for thing in things):
        names = [
            (numbers[thing.path], rank, name, " ".join(tokens(name)))
            for thing in things
            if thing.type == type_
            for rank, name in thing.names
        ]
        names.sort(key=lambda each: (len(telling(each[3].split())), len(each[3])))
        for number, (thing, rank, name, key) in enumerate(names, first):
            connection.execute(
                "INSERT INTO names VALUES (?, ?, ?, ?, ?)", (number, thing, rank, name, key)
            )
            indexed = [*key.split(), *map(stem, key.split()), key.replace(" ", "")]
            connection.execute(
                "INSERT INTO named (rowid, words) VALUES (?, ?)", (number, " ".join(indexed))
            )
            if rank < 2:
                words.update((fold(word), word) for word in WORD.findall(name.lower()))
        last = first + len(names) - 1
        connection.execute("INSERT INTO types VALUES (?, ?, ?)", (type_, first, last))
        first = last + 1
    connection.executemany("INSERT INTO words VALUES (?, ?, 1)", words.items())
