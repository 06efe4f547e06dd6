"""Page tables writer: names by IRI, what each métier's page reckons, and answers to queries.

SQLite, beside the search index; `server/releases/tables.py` opens it.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from loader.pages.answers import answers_of_metiers, answers_without_term, asked_queries
from loader.pages.names import PageName, read_names
from loader.pages.rome_bridge import RomeBridge
from loader.pages.similar_metiers import FeatureIndex, read_feature_index
from loader.pages.study_paths import read_study_paths
from ontology import base
from server.releases.layout import PAGES_FILE

__all__ = ["build_page_tables"]

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE names (
  iri TEXT PRIMARY KEY, kind TEXT, rank INTEGER, initial TEXT, label TEXT, notation TEXT,
  niveau TEXT, metiers INTEGER
) WITHOUT ROWID;
CREATE INDEX alphabet ON names (kind, rank);
CREATE INDEX initials ON names (kind, initial, rank);
CREATE TABLE metiers (
  iri TEXT PRIMARY KEY, shared TEXT, near TEXT, bridge TEXT, paths TEXT
) WITHOUT ROWID;
CREATE TABLE queries (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE answers (term TEXT, query INTEGER, solutions TEXT, PRIMARY KEY (term, query));
"""
"""`rank` is the place of a name in the alphabet of its kind; `metiers` how many have the thing.

`shared` has by IRI what an associated métier has in common with this one, `near` the same of the
nearest, best first, as their notation, numbers of codes, of formations and of interests, and
whether they are of one domaine of the ROME; `paths` are the ways of
study (`FoundPaths`). `term` is the IRI that a
query is asked of, empty where it has no parameter.
"""


def build_page_tables(store: Store, directory: Path) -> None:
    """Write what the pages need of a store's view into a folder."""
    features = read_feature_index(store)
    names = read_names(store, features.metiers)
    with sqlite3.connect(directory / PAGES_FILE) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_columns, names.values())
        )
        connection.executemany(
            "INSERT INTO metiers VALUES (?, ?, ?, ?, ?)", _metiers(store, features, names)
        )
        _write_answers(connection, store)
    connection.close()


def _columns(name: PageName) -> tuple[str | int, ...]:
    return (
        name.iri, name.kind, name.rank, name.initial, name.label, name.notation, name.niveau,
        name.metiers,
    )  # fmt: skip


def _metiers(
    store: Store, features: FeatureIndex, names: Mapping[str, PageName]
) -> Iterator[tuple[str, ...]]:
    order = [name.iri for name in names.values() if name.kind == "metier"]
    folder = f"{base()}id/metier/"
    bridge, paths = RomeBridge(store), read_study_paths(store)
    for neighbours in features.neighbours(order):
        metier = neighbours.metier
        documents = (
            neighbours.associated,
            [
                [other.removeprefix(folder), *counts, int(features.is_in_the_field(metier, other))]
                for other, *counts in neighbours.near
            ],
            bridge.document(metier, features.codes_of(metier)),
            paths.of(metier, names[metier].niveau if metier in names else "").document(),
        )
        yield metier, *(json.dumps(each, ensure_ascii=False) for each in documents)


def _write_answers(connection: sqlite3.Connection, store: Store) -> None:
    numbers = {query.text: number for number, query in enumerate(asked_queries(), 1)}
    connection.executemany("INSERT INTO queries (text, id) VALUES (?, ?)", numbers.items())
    metiers = [iri for (iri,) in connection.execute("SELECT iri FROM metiers ORDER BY iri")]
    for answers in (answers_without_term(store), answers_of_metiers(store, metiers)):
        connection.executemany(
            "INSERT INTO answers VALUES (?, ?, ?)",
            ((term, numbers[query.text], solutions) for query, term, solutions in answers),
        )
