"""Open release: the manifest, the store, and the tables of a folder: pages, search index, codes."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.codes.code_table import CodeTable
from server.engine import Engine
from server.engine.embedded import EmbeddedEngine
from server.releases.layout import INDEX_FILE, PAGES_FILE, STORE_FOLDER, Manifest, read_manifest
from server.releases.tables import SqliteTables
from server.search.index import SearchIndex

__all__ = ["Release", "ReleaseError", "open_release"]

_PAGES = (
    "SELECT iri, kind, rank, initial, label, notation, niveau, metiers FROM names LIMIT 1",
    "SELECT iri, shared, near, bridge FROM metiers LIMIT 1",
    "SELECT text, term, solutions FROM queries JOIN answers ON queries.id = answers.query LIMIT 1",
)
"""What the page tables must be able to answer."""
_FAULTS = (OSError, RuntimeError, ValueError, sqlite3.Error)
"""What a folder raises that lacks a file, or holds other things than it should."""


class ReleaseError(Exception):
    """A release folder that lacks something, or holds something that cannot be read."""


@dataclass(frozen=True)
class Release:
    """An open release. Whoever holds it can go on reading, even when its folder is gone."""

    folder: Path
    manifest: Manifest
    engine: Engine
    index: SearchIndex
    codes: CodeTable


def open_release(directory: Path) -> Release:
    """Open a release folder; raise ReleaseError, which says what is wrong with it."""
    try:
        manifest = read_manifest(directory)
        store = ox.Store.read_only(str(directory / STORE_FOLDER))
        pages = SqliteTables(directory / PAGES_FILE, *_PAGES)
        engine = EmbeddedEngine(store, pages)
        index = SearchIndex(directory / INDEX_FILE)
        return Release(directory, manifest, engine, index, CodeTable(directory))
    except _FAULTS as error:
        raise ReleaseError(f"{directory} : {error!r}") from error
