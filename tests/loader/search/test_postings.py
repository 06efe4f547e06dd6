import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import closing

import pytest

from loader.search.named_things import IndexedThing, Rank
from loader.search.postings import write_postings
from ontology.words import root


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    things = [
        IndexedThing("i:1", "metier", "infirmier de bloc", ""),
        IndexedThing("i:2", "metier", "infirmière", ""),
        IndexedThing("i:3", "formation", "soins infirmiers", ""),
    ]
    for thing in things:
        thing.add_names(Rank.OWN, thing.label)
        thing.add_names(Rank.CODE, "MET.1")
    things[1].add_names(Rank.OTHER, "infirmière de bloc opératoire")
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute("CREATE TABLE names (thing INTEGER)")
        write_postings(opened, things, {thing.iri: n for n, thing in enumerate(things, 1)})
        yield opened


@pytest.mark.parametrize(
    ("type_", "word", "things"),
    [
        ("metier", "infirmier", [2, 1]),
        ("metier", "bloc", [1, 2]),
        ("metier", "infirmerie", [2, 1]),
        ("formation", "infirmières", [3]),
        ("metier", "met", []),
        ("metier", "de", []),
    ],
)
def test_a_root_leads_to_things_those_of_the_shortest_names_first(
    connection: sqlite3.Connection, type_: str, word: str, things: list[int]
) -> None:
    rows = connection.execute(
        "SELECT things FROM roots WHERE type = ? AND root = ?", (type_, root(word))
    ).fetchall()
    assert [list(array("I", packed)) for (packed,) in rows] == ([things] if things else [])
