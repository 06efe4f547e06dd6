"""History of releases on disk, as their manifests tell it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from server.releases.layout import MANIFEST_FILE, read_manifest

__all__ = ["Past", "read_history"]

_REMEMBERED: Final = 64


@dataclass(frozen=True)
class Past:
    """A release on disk: its folder, and what its manifest says.

    `disputes` are the fields, by their keys, and the ids of the métiers whose editions differ.
    """

    folder: Path
    digest: str
    built: datetime
    editions: tuple[str, ...]
    disputes: frozenset[tuple[str, str]]


def read_history(releases: Path) -> list[Past]:
    """Return the releases that can be read, the newest first."""
    found = []
    for file in releases.glob(f"[!.]*/{MANIFEST_FILE}"):
        with suppress(ValueError, OSError):
            found.append(_past(file.parent, file.stat().st_mtime_ns))
    return sorted(found, key=lambda past: (past.built, past.digest), reverse=True)


@lru_cache(_REMEMBERED)
def _past(folder: Path, _stamp: int) -> Past:
    """Read a release's manifest, anew where a build has replaced it."""
    manifest = read_manifest(folder)
    editions = tuple(f"{each.title} {each.edition}" for each in manifest.sources)
    disputes = frozenset(
        (key, id_) for key, ids in (manifest.conflicting or {}).items() for id_ in ids
    )
    return Past(folder, manifest.digest, manifest.built_at, editions, disputes)
