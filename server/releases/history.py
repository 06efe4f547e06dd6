"""History of releases on disk, as their manifests tell it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from server.releases.layout import MANIFEST_FILE, read_manifest

__all__ = ["Past", "read_history"]


@dataclass(frozen=True)
class Past:
    """A release on disk: its folder, and what its manifest says."""

    folder: Path
    digest: str
    built: datetime
    editions: tuple[str, ...]


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
