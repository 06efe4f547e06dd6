"""History of releases on disk, and what changed from one to the next, as builds wrote it.

`changes.json` has one change a line between a first and a last line, so that it is read without
being held: the last line alone for the counts, the first changes of each kind for the page.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from server.releases.layout import CHANGES_FILE, MANIFEST_FILE, read_manifest

__all__ = ["ChangeCounts", "Changes", "Past", "read_changes", "read_counts", "read_history"]

_SHOWN = 20
"""How many things of a kind are shown for each state."""
_REMEMBERED = 12
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Past:
    """A release on disk: its folder, and what its manifest says."""

    folder: Path
    digest: str
    built: datetime
    editions: tuple[str, ...]


@dataclass(frozen=True)
class ChangeCounts:
    """How many things of a kind came, went and changed; `fields` are keys, names and counts."""

    key: str
    name: str
    added: int
    removed: int
    changed: int
    fields: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class Changes:
    """The counts by kind, the digest they are counted from, and the first changes of each kind.

    `absent` are the tables that one of the two lacks, by edition: what they say is not compared.
    """

    before: str
    absent: Sequence[tuple[str, Sequence[str]]]
    kinds: Sequence[ChangeCounts]
    first: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
    """By kind and state, as in the document."""


def read_history(releases: Path) -> list[Past]:
    """Return the releases that can be read, the newest first."""
    found = []
    for file in releases.glob(f"[!.]*/{MANIFEST_FILE}"):
        try:
            manifest = read_manifest(file.parent)
            editions = tuple(f"{each.title} {each.edition}" for each in manifest.sources)
            found.append(Past(file.parent, manifest.digest, manifest.built_at, editions))
        except ValueError:
            continue
    return sorted(found, key=lambda past: (past.built, past.digest), reverse=True)


def read_counts(folder: Path) -> Sequence[ChangeCounts] | None:
    """Return the counts by kind, None for a release that was compared to none."""
    found = _stamped(folder)
    return _counts(*found) if found else None


def read_changes(folder: Path) -> Changes | None:
    """Return what the page shows, None for a release that was compared to none."""
    found = _stamped(folder)
    return _changes(*found) if found else None


def _stamped(folder: Path) -> tuple[Path, int] | None:
    """Return the file and what tells it from another of its name: a build may replace it."""
    file = folder / CHANGES_FILE
    try:
        return file, file.stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(_REMEMBERED)
def _counts(file: Path, _stamp: int) -> Sequence[ChangeCounts] | None:
    last = ""
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                last = line
        return _kinds(last)
    except _UNREADABLE:
        return None


@lru_cache(_REMEMBERED)
def _changes(file: Path, _stamp: int) -> Changes | None:
    try:
        with file.open(encoding="utf-8") as lines:
            return _read(lines)
    except _UNREADABLE:
        return None


def _read(lines: Iterator[str]) -> Changes:
    head = json.loads(f"{next(lines, '')}]}}")
    seen: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    line = next(lines, "")
    while not line.startswith("]"):
        change = json.loads(line.rstrip(",\n"))
        key = change["kind"], change["state"]
        seen[key] += 1
        if seen[key] <= _SHOWN:
            first.setdefault(key, []).append(change)
        line = next(lines, "")
    absent = [
        (f"{each['source']} {each['edition']}", tuple(map(str, each["tables"])))
        for each in head.get("absent", ())
    ]
    return Changes(str(head["before"]["digest"]), absent, _kinds(line), first)


def _kinds(line: str) -> Sequence[ChangeCounts]:
    return tuple(
        ChangeCounts(
            str(each["kind"]),
            str(each["name"]),
            int(each["added"]),
            int(each["removed"]),
            int(each["changed"]),
            [
                (str(field["field"]), str(field["name"]), int(field["changed"]))
                for field in each["fields"]
            ],
        )
        for each in json.loads(f"{{{line.removeprefix('], ')}")["kinds"]
    )
