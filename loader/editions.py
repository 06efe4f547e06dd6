"""Which edition a file belongs to: what the operator says, else what stands beside or in it.

Never a clock, a modification time or the path of a folder: the same bytes have one edition.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from loader.problems import LoaderError, UsageError

UNKNOWN: Final = "nd"
SOURCES_FILE: Final = "sources.toml"
_ABOVE: Final = 2
VERSION_FILE: Final = "version.txt"
FETCHED_FILE: Final = "fetched.json"
BESIDE: Final = frozenset({SOURCES_FILE, VERSION_FILE, FETCHED_FILE})
"""Names of files that speak of those beside them, and are no source themselves."""

_NAME = re.compile(r"[0-9a-z][0-9a-z.-]*", re.ASCII)
_VERSION = re.compile(r"ROME (\d)\.0 version (\d+)")
_IN_FILE_NAME: Final[tuple[tuple[str, str], ...]] = (
    (r"(20\d\d)-([01]\d)-([0-3]\d)", "{0}-{1}-{2}"),
    (r"(20\d\d)-([01]\d)", "{0}-{1}"),
    (r"(20\d\d)([01]\d)([0-3]\d)", "{0}-{1}-{2}"),
    (r"([0-3]\d)([01]\d)(20\d\d)", "{2}-{1}-{0}"),
    (r"v(\d{3,})", "v{0}"),
    (r"v(\d+\.\d+)", "v{0}"),
    (r"(20\d\d)", "{0}"),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of a source, as named in IRIs: `onisep-metiers`, `2025-10`."""

    source: str
    name: str

    @property
    def rank(self) -> tuple[bool, tuple[int, ...], str]:
        """Sort key: the newest edition is the greatest; an unknown one ranks newest."""
        numbers = tuple(int(number) for number in re.findall(r"\d+", self.name))
        return self.name == UNKNOWN, numbers, self.name


@dataclass(slots=True)
class Editions:
    """Names the edition of each file.

    `stated` is what the operator says of whole sources, `placed` of files and folders, which comes
    first: two editions of one source can then be told apart.
    """

    stated: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[Path, str] = field(default_factory=dict)
    _beside: dict[Path, Mapping[str, str]] = field(default_factory=dict)

    def of(self, source: str, path: Path, inside: str | None = None) -> Edition:
        """Return the edition of a file that was taken for a source; `inside` is what it states."""
        name = (
            self._placed(path)
            or self.stated.get(source)
            or self._stated_beside(path.parent).get(source)
            or (_version_beside(path.parent) if source.startswith("rome-") else None)
            or inside
            or edition_in_name(path.name)
            or UNKNOWN
        )
        return Edition(source, name)

    def _placed(self, path: Path) -> str | None:
        if not self.placed:
            return None
        above = (path.resolve(), *path.resolve().parents)
        return next((self.placed[place] for place in above if place in self.placed), None)

    def _stated_beside(self, folder: Path) -> Mapping[str, str]:
        """Return what `sources.toml` says in a folder, or in one of the two above it."""
        if folder not in self._beside:
            whole = folder.resolve()
            files = (place / SOURCES_FILE for place in (whole, *list(whole.parents)[:_ABOVE]))
            found = next((file for file in files if file.is_file()), None)
            self._beside[folder] = read_sources_file(found) if found else {}
        return self._beside[folder]


def _version_beside(folder: Path) -> str | None:
    """Return the version that the `version.txt` of a ROME states: « ROME 4.0 version 58 »."""
    try:
        found = _VERSION.search((folder / VERSION_FILE).read_text("utf-8", "replace"))
    except OSError:
        return None
    return f"v{found[1]}{found[2]}" if found else None


def edition_in_name(name: str) -> str | None:
    """Return the date or the version that a file's name holds."""
    for pattern, form in _IN_FILE_NAME:
        for found in re.finditer(rf"(?<![0-9A-Za-z]){pattern}(?![0-9])", name):
            edition = form.format(*found.groups())
            if _is_possible(edition):
                return edition
    return None


def _is_possible(edition: str) -> bool:
    """Tell whether an edition that looks like a day is one."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", edition):
        return True
    try:
        date.fromisoformat(edition)
    except ValueError:
        return False
    return True


def read_sources_file(file: Path) -> Mapping[str, str]:
    """Return the editions that a `sources.toml` states: its table `[editions]`."""
    try:
        editions = tomllib.loads(file.read_text("utf-8")).get("editions", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LoaderError(f"{file}: {error}") from error
    if not isinstance(editions, dict):
        raise LoaderError(f'{file}: [editions] est une table « source = "édition" »')
    for source, name in editions.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise LoaderError(f"{file}: édition invalide pour {source} : {name!r}")
    return editions


def parse_stated(options: Sequence[str], is_source: Callable[[str], bool]) -> Editions:
    """Return the editions of `--edition SOURCE=NOM` and `--edition CHEMIN=NOM` options."""
    stated: dict[str, str] = {}
    placed: dict[Path, str] = {}
    for option in options:
        left, equals, name = option.rpartition("=")
        if not equals or not left or not _NAME.fullmatch(name):
            raise UsageError(f"--edition {option} : écrire SOURCE=ÉDITION, par exemple 2025-10")
        if is_source(left):
            stated[left] = name
        elif Path(left).exists():
            placed[Path(left).resolve()] = name
        else:
            raise UsageError(f"--edition {option} : « {left} » n'est ni une source ni un fichier")
    return Editions(stated, placed)
