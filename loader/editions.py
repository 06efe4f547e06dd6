"""Which edition a file belongs to: what the operator says, else what stands beside or in it.

Never a clock, a modification time or the path of a folder: the same bytes have one edition.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from loader.problems import LoaderError, UsageError

UNKNOWN: Final = "nd"
SOURCES_FILE: Final = "sources.toml"
_NAME = re.compile(r"[0-9a-z][0-9a-z.-]*", re.ASCII)
_IN_FILE_NAME = re.compile(r"(?<![0-9a-z])(20\d\d-[01]\d(?:-[0-3]\d)?|v\d{3,})(?![0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of a source, as named in IRIs: `onisep-metiers`, `2025-10`."""

    source: str
    name: str

    @property
    def rank(self) -> tuple[bool, str]:
        """Sort key: the newest edition is the greatest; an unknown one ranks newest."""
        return self.name == UNKNOWN, self.name


@dataclass(slots=True)
class Editions:
    """Names the edition of each file; `stated` is what the operator says of whole sources."""

    stated: Mapping[str, str] = field(default_factory=dict)
    _beside: dict[Path, Mapping[str, str]] = field(default_factory=dict)

    def of(self, source: str, path: Path) -> Edition:
        """Return the edition of a file that was taken for a source."""
        stated = self.stated.get(source) or self._stated_beside(path.parent).get(source)
        if stated:
            return Edition(source, stated)
        in_name = _IN_FILE_NAME.search(path.name)
        return Edition(source, in_name[1] if in_name else UNKNOWN)

    def _stated_beside(self, folder: Path) -> Mapping[str, str]:
        """Return what `sources.toml` says in a folder, or in the nearest one above it."""
        if folder not in self._beside:
            file = folder / SOURCES_FILE
            if file.is_file():
                self._beside[folder] = read_sources_file(file)
            elif folder == folder.parent:
                self._beside[folder] = {}
            else:
                self._beside[folder] = self._stated_beside(folder.parent)
        return self._beside[folder]


def read_sources_file(file: Path) -> Mapping[str, str]:
    """Return the editions that a `sources.toml` states: its table `[editions]`."""
    try:
        editions = tomllib.loads(file.read_text("utf-8")).get("editions", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LoaderError(f"{file}: {error}") from error
    if not isinstance(editions, dict):
        raise LoaderError(f'{file}: [editions] est une table « source = "édition" »')
    for source, name in editions.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise LoaderError(f"{file}: édition invalide pour {source} : {name!r}")
    return editions


def parse_stated(options: tuple[str, ...], sources: frozenset[str]) -> dict[str, str]:
    """Return the editions of `--edition SOURCE=NOM` options."""
    stated: dict[str, str] = {}
    for option in options:
        source, equals, name = option.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise UsageError(f"--edition {option} : écrire SOURCE=ÉDITION, par exemple 2025-10")
        if source not in sources:
            known = ", ".join(sorted(sources))
            raise UsageError(f"--edition {option} : source inconnue ; connues : {known}")
        stated[source] = name
    return stated
