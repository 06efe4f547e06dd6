"""Search index writer, SQLite FTS5; `server/search/index.py` is its reader."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from loader.search.activities import words_of, write_activities
from loader.search.english_links import english_links
from loader.search.named_things import (
    TYPES,
    IndexedName,
    IndexedThing,
    Rank,
    read_links,
    read_things,
)
from loader.search.passages import write_passages
from loader.search.postings import write_postings
from loader.search.properties import write_properties
from ontology.folding import fold
from ontology.words import stem, telling
from server.releases.layout import INDEX_FILE

__all__ = ["build_index"]

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
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
"""
"""The names of a type have neighbouring numbers, the ones of fewest words first."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_METIER_WEIGHT: Final = 10
_UNSPELT: Final = (Rank.CODE, Rank.ENGLISH, Rank.OTHER_ENGLISH)
"""Names whose words nobody can have misspelt in French."""


def build_index(store: Store, folder: Path) -> int:
    """Write the index of a store's view into a folder; return how many things it finds."""
    things = read_things(store)
    numbers = {thing.iri: number for number, thing in enumerate(things, 1)}
    links = read_links(store, things)
    links += english_links(store, things, links)
    metiers = [thing for thing in things if thing.type == "metier"]
    with sqlite3.connect(folder / INDEX_FILE) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO things (id, iri, type, label, note) VALUES (?, ?, ?, ?, ?)",
            ((numbers[each.iri], each.iri, each.type, each.label, each.note) for each in things),
        )
        connection.executemany(
            "INSERT INTO links (source, target) VALUES (?, ?)",
            sorted((numbers[one.iri], numbers[other.iri]) for one, other in links),
        )
        _write_names(connection, things, numbers)
        write_postings(connection, things, numbers)
        write_properties(connection, store, numbers)
        write_passages(connection, store, numbers)
        write_activities(connection, store, metiers, numbers)
        connection.executemany("INSERT INTO words VALUES (?, ?, ?)", sorted(_words(things)))
        connection.executemany(
            "INSERT INTO texts (rowid, label, alt, rome, headline, text) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (numbers[each.iri], *row)
                for each, row in zip(metiers, _text_rows(store, metiers), strict=True)
            ),
        )
        for table in ("named", "texts", "passages", "activities"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    connection.close()
    return len(things)


def _write_names(
    connection: sqlite3.Connection, things: Iterable[IndexedThing], numbers: dict[str, int]
) -> None:
    borne: dict[str, list[tuple[int, IndexedName]]] = {type_: [] for type_ in TYPES}
    for thing in things:
        borne[thing.type] += ((numbers[thing.iri], name) for name in thing.names.values())
    first = 1
    for type_, names in borne.items():
        names.sort(key=_place)
        connection.executemany(
            "INSERT INTO names (id, thing, rank, name, key) VALUES (?, ?, ?, ?, ?)",
            (
                (n, thing, int(name.rank), name.text, name.key)
                for n, (thing, name) in enumerate(names, first)
            ),
        )
        connection.executemany(
            "INSERT INTO named (rowid, words) VALUES (?, ?)",
            ((n, _indexed(name)) for n, (_, name) in enumerate(names, first)),
        )
        connection.execute(
            "INSERT INTO types VALUES (?, ?, ?)", (type_, first, first + len(names) - 1)
        )
        first += len(names)


def _place(borne: tuple[int, IndexedName]) -> tuple[int, int, Rank, str, int]:
    thing, name = borne
    return len(telling(name.key.split())), len(name.key), name.rank, name.key, thing


def _indexed(name: IndexedName) -> str:
    """Return the words by which a name is found; a code, also without what parts it."""
    words = name.key.split()
    if name.rank == Rank.CODE:
        return f"{name.key} {''.join(words)}" if len(words) > 1 else name.key
    stems = (stem(word) for word in words)
    return " ".join(dict.fromkeys([*words, *stems]))


def _words(things: Sequence[IndexedThing]) -> Iterator[tuple[str, str, int]]:
    """Yield the words of names, how most names spell them (with accents), and their weights."""
    folded: dict[str, str] = {}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for thing in things:
        weight = _METIER_WEIGHT if thing.type == "metier" else 1
        for name in thing.names.values():
            if name.rank not in _UNSPELT:
                for spelling in _WORD.findall(name.text.lower()):
                    if spelling not in folded:
                        folded[spelling] = fold(spelling)
                    spellings[folded[spelling]][spelling] += weight
    indexed = {
        word for thing in things for name in thing.names.values() for word in name.key.split()
    }
    for word in spellings.keys() & indexed:
        found = spellings[word]
        ranked = sorted(found, key=lambda each: (-found[each], each == word, each))
        yield word, ranked[0], found.total()


def _text_rows(store: Store, metiers: Sequence[IndexedThing]) -> Iterator[tuple[str, ...]]:
    """Yield for each métier the folded words of each column: label, alt, rome, headline, text."""
    words_by_column = [
        words_of(store, f"search/{query}") for query in ("codes", "intertitres", "textes")
    ]
    for metier in metiers:
        names = metier.names.values()
        own = (name.text for name in names if name.rank == Rank.OWN)
        others = (name.text for name in names if name.rank in (Rank.OTHER, Rank.CODE))
        columns = (own, others, *(sorted(words[metier.iri]) for words in words_by_column))
        yield tuple(fold("\n".join(texts)) for texts in columns)
