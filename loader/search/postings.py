"""Inverted index of names: under each root of a word, the things that some name of theirs has."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from loader.search.named_things import IndexedThing, Rank
from ontology.words import root, telling

__all__ = ["write_postings"]

_SCHEMA: Final = """
CREATE TABLE roots (type TEXT, root TEXT, things BLOB, PRIMARY KEY (type, root)) WITHOUT ROWID;
CREATE INDEX names_of_thing ON names (thing);
"""
"""`things` are numbers of 32 bits, little-endian, those with the shortest name of the root first.
"""


def write_postings(
    connection: sqlite3.Connection, things: Iterable[IndexedThing], numbers: Mapping[str, int]
) -> None:
    """Write under each root of a type the things whose names have it, codes left out."""
    shortest: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for thing in things:
        number = numbers[thing.iri]
        for name in thing.names.values():
            if name.rank == Rank.CODE:
                continue
            found = set(map(root, telling(name.key.split())))
            for each in found:
                lengths = shortest[thing.type, each]
                lengths[number] = min(lengths.get(number, len(found)), len(found))
    connection.executescript(_SCHEMA)
    connection.executemany(
        "INSERT INTO roots VALUES (?, ?, ?)",
        (
            (type_, each, _packed(sorted(lengths, key=lambda number: (lengths[number], number))))
            for (type_, each), lengths in sorted(shortest.items())
        ),
    )


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)
