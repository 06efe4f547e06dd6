"""Open release: the manifest, the store and the search index of a folder."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.engine import Engine
from server.engine.embedded import EmbeddedEngine
from server.releases.layout import INDEX_FILE, STORE_FOLDER, Manifest, read_manifest
from server.search.index import SearchIndex

__all__ = ["Release", "ReleaseError", "open_release"]

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


def open_release(directory: Path, prefixes: Mapping[str, str]) -> Release:
    """Open a release folder; raise ReleaseError, which says what is wrong with it."""
    try:
        manifest = read_manifest(directory)
        engine = EmbeddedEngine(ox.Store.read_only(str(directory / STORE_FOLDER)), prefixes)
        return Release(directory, manifest, engine, SearchIndex(directory / INDEX_FILE))
    except _FAULTS as error:
        raise ReleaseError(f"{directory} : {error!r}") from error
