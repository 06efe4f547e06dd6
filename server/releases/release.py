"""Open release: the manifest, the store, and the tables of a folder: pages, search index, codes."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.codes.code_table import CodeTable
from server.engine import Engine, EngineError
from server.engine.embedded import EmbeddedEngine
from server.engine.remote.address import RemoteAddress
from server.releases.layout import INDEX_FILE, PAGES_FILE, STORE_FOLDER, Manifest, read_manifest
from server.releases.tables import SqliteTables
from server.search.index import SearchIndex

__all__ = ["Release", "ReleaseError", "open_release"]

_PAGES = (
    "SELECT iri, kind, rank, initial, label, notation, niveau, metiers FROM names LIMIT 1",
    "SELECT iri, shared, near, bridge, paths FROM metiers LIMIT 1",
    "SELECT text, term, solutions FROM queries JOIN answers ON queries.id = answers.query LIMIT 1",
)
"""What the page tables must be able to answer."""
_FAULTS = (OSError, RuntimeError, ValueError, sqlite3.Error)
"""What a folder raises that lacks a file, or holds other things than it should."""


class ReleaseError(Exception):
    """A release folder that lacks something, or holds something that cannot be read.

    So is one whose graph an endpoint has not, or not as it is here.
    """


@dataclass(frozen=True)
class Release:
    """An open release. Whoever holds it can go on reading, even when its folder is gone."""

    folder: Path
    manifest: Manifest
    engine: Engine
    index: SearchIndex
    codes: CodeTable


def open_release(directory: Path, remote: RemoteAddress | None = None) -> Release:
    """Open a release folder, its graph there or at an address; ReleaseError says what is wrong."""
    try:
        manifest = read_manifest(directory)
        store = ox.Store.read_only(str(directory / STORE_FOLDER))
        pages = SqliteTables(directory / PAGES_FILE, *_PAGES)
        engine: Engine = EmbeddedEngine(store, pages)
        if remote is not None:
            from server.engine.remote.capabilities import checked  # dear, and mostly not needed

            engine = checked(remote, store, pages)
        index = SearchIndex(directory / INDEX_FILE)
        return Release(directory, manifest, engine, index, CodeTable(directory))
    except EngineError as error:
        where = remote.shown if remote is not None else directory
        raise ReleaseError(f"{where} : {error}") from error
    except _FAULTS as error:
        raise ReleaseError(f"{directory} : {error!r}") from error
