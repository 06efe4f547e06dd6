"""Sidecar files that state the edition of those beside them: `sources.toml`, ROME's `version.txt`.

What an archive holds of them counts for its members as it would beside them in a folder.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from loader.corpus.problems import LoaderError, excerpt, system_reason
from loader.editions.edition_names import name_fault
from loader.sources.catalogue import SOURCES

SOURCES_FILE: Final = "sources.toml"
VERSION_FILE: Final = "version.txt"
FETCHED_FILE: Final = "fetched.json"
SIDECAR_FILES: Final = frozenset({SOURCES_FILE, VERSION_FILE, FETCHED_FILE})
"""Names of sidecar files, which are no source themselves."""

_ABOVE: Final = 2
_LARGEST: Final = 2**18
"""Bytes beyond which a file on disk is no sidecar: they have some hundred."""
_VERSION = re.compile(r"ROME\s+V?(\d)(?:\.0)?\s+version\s+(\d{1,6})", re.ASCII)
_BEFORE_KEY: Final = r"^[ \t]*+(?:\[++[ \t]*+)?(?:editions[ \t]*+\.[ \t]*+)?[\"']?"
_AT = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive, and the bytes of its members that are sidecars."""

    path: Path
    notes: Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class Claim:
    """The name of an edition, and who states that it is that of a file."""

    name: str
    where: str


def sources_beside(folder: Path, archive: Archive | None) -> Mapping[str, Claim]:
    """Return the claims of the `sources.toml` of a folder, of one above in its archive or on disk.

    On disk, two folders above are looked into. May raise `LoaderError`.
    """
    for where, data in _notes(SOURCES_FILE, folder, archive, _ABOVE):
        return {source: Claim(name, where) for source, name in _editions(where, data).items()}
    return {}


def version_beside(source: str, folder: Path, archive: Archive | None) -> Claim | None:
    """Return the version that a `version.txt` states (« ROME 4.0 version 58 »), if of a source."""
    for where, data in _notes(VERSION_FILE, folder, archive, 0):
        found = _VERSION.search(data.decode("utf-8", "replace"))
        if found and source == f"rome-v{found[1]}":
            return Claim(f"v{found[1]}{found[2]}", where)
    return None


def _notes(
    name: str, folder: Path, archive: Archive | None, above: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and bytes of the files of a name that speak of a folder, the nearest first.

    `above` tells whether those of folders above do, and on disk of how many.
    """
    if archive:
        for place in (folder, *folder.parents) if above else (folder,):
            if (data := archive.notes.get(place / name)) is not None:
                inner = (place / name).relative_to(archive.path).as_posix()
                yield f"{archive.path}!/{inner}", data
        folder = archive.path.parent
    whole = folder.resolve()
    for place in (whole, *list(whole.parents)[:above]):
        file = place / name
        try:
            if fault := _note_fault(file):
                raise LoaderError(f"{file}: {fault}")
            if file.is_file():
                yield str(file), file.read_bytes()
        except OSError as error:
            raise LoaderError(f"{file}: illisible : {system_reason(error)}") from error


def _note_fault(file: Path) -> str:
    """Return why a sidecar file must not be read, nothing if it may; may raise `OSError`."""
    if not file.exists() or file.is_dir():
        return ""
    if not file.is_file():
        return "ce n'est pas un fichier ordinaire"
    size = file.stat().st_size
    return f"{size} octets : trop pour un tel fichier" if size > _LARGEST else ""


def _editions(where: str, data: bytes) -> Mapping[str, str]:
    """Return the editions that a `sources.toml` states: its table `[editions]`, nothing else."""
    try:
        text = data.decode("utf-8-sig")
        read = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise LoaderError(f"{where}: ce n'est pas de l'UTF-8") from error
    except RecursionError as error:
        raise LoaderError(f"{where}: TOML trop imbriqué") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        place = f":{at[1]}: TOML mal formé, colonne {at[2]}" if at else ": TOML inachevé"
        raise LoaderError(f"{where}{place}") from error
    if faults := list(_faults(text, read)):
        raise LoaderError("\n".join(f"{where}:{line}: {reason}" for line, reason in faults))
    editions: Mapping[str, str] = read.get("editions", {})
    return editions


def _faults(text: str, read: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the line and the reason of each thing that would not be read."""
    for key, value in read.items():
        shown = excerpt(key, 40)
        if key != "editions":
            kind = f"table [{shown}]" if isinstance(value, dict) else f"clé « {shown} »"
            yield _line(text, key), f"{kind} inconnue : seule la table [editions] est lue"
        elif not isinstance(value, dict):
            yield _line(text, key), '[editions] est une table « source = "édition" »'
        else:
            yield from _entry_faults(text, value)


def _entry_faults(text: str, editions: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for source, name in editions.items():
        line, shown = _line(text, source), excerpt(source, 40)
        if source not in SOURCES:
            known = ", ".join(sorted(SOURCES))
            yield line, f"« {shown} » n'est pas une source ; les sources sont {known}"
        elif not isinstance(name, str):
            yield line, f'l\'édition de {shown} est un texte entre guillemets ("2025-10")'
        elif fault := name_fault(name):
            yield line, f"édition « {excerpt(name, 40)} » de {shown} : {fault}"


def _line(text: str, key: str) -> int:
    """Return the line on which a key or a table stands, 1 where it is written otherwise."""
    found = re.search(rf"{_BEFORE_KEY}{re.escape(key)}[\"']?[ \t]*+[\].=]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
