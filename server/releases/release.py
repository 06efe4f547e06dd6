"""A release as the server reads it: the manifest, the store and the search index of a folder."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from server.engine import Engine
from server.engine.embedded import EmbeddedEngine
from server.search.index import SearchIndex

__all__ = ["Manifest", "Release", "ReleaseError", "ReleaseSource", "open_release"]

_FAULTS = (
    ArithmeticError, AttributeError, KeyError, OSError, RuntimeError, TypeError, ValueError,
    sqlite3.Error,
)  # fmt: skip
"""What a folder raises that lacks a file or a key, or holds other things than it should."""


class ReleaseError(Exception):
    """A release folder that lacks something, or holds something that cannot be read."""


@dataclass(frozen=True)
class ReleaseSource:
    """An edition of a source that went into the release."""

    id: str
    edition: str
    title: str
    publisher: str
    licence: str


@dataclass(frozen=True)
class Manifest:
    """What the release says of itself; `counts` by what is counted (``fiches``, ``quads``…)."""

    digest: str
    software: str
    built: str
    sources: tuple[ReleaseSource, ...]
    counts: Mapping[str, int]


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
        text = (directory / "manifest.json").read_text(encoding="utf-8")
        manifest = _read_manifest(json.loads(text))
        engine = EmbeddedEngine(ox.Store.read_only(str(directory / "store")), prefixes)
        return Release(directory, manifest, engine, SearchIndex(directory / "search.sqlite"))
    except _FAULTS as error:
        raise ReleaseError(f"{directory} : {error!r}") from error


def _read_manifest(data: Mapping[str, Any]) -> Manifest:
    if not isinstance(data["digest"], str):
        raise TypeError("manifest.json : digest n'est pas un texte")
    return Manifest(
        digest=data["digest"],
        software=str(data.get("software", "")),
        built=str(data.get("built", "")),
        sources=tuple(
            ReleaseSource(
                *(str(entry.get(field) or "") for field in ReleaseSource.__dataclass_fields__)
            )
            for entry in data.get("sources", [])
        ),
        counts={name: int(count) for name, count in data.get("counts", {}).items()},
    )
