"""The files that a command is given: every one is read once, named and hashed."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loader.editions import SOURCES_FILE
from loader.problems import Kind, Problem, UsageError, problem


@dataclass(frozen=True, slots=True)
class Fichier:
    """What is kept of a file that was read: its name, the SHA-256 of its bytes, its size."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file that decodes as UTF-8; a byte order mark is not part of `text`."""

    path: Path
    text: str
    fichier: Fichier


def find_files(inputs: Iterable[Path]) -> list[Path]:
    """Return the files of some files and folders, each once; hidden ones are left alone."""
    found: dict[Path, Path] = {}
    for given in inputs:
        if not given.exists():
            raise UsageError(f"{given} : ni fichier ni dossier")
        for path in _below(given) if given.is_dir() else (given,):
            found.setdefault(path.resolve(), path)
    return sorted(found.values(), key=lambda path: (path.name, str(path)))


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.is_dir() and path.name != SOURCES_FILE:
            yield path


def read_document(path: Path) -> Document | Problem:
    """Return the text of a file, or why it has none: unreadable, or not UTF-8 at some line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return problem(str(path), 0, Kind.FICHIER_ILLISIBLE, error.strerror or str(error))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"octet {data[error.start]:#04x} qui n'est pas de l'UTF-8"
        return problem(str(path), line, Kind.FICHIER_ILLISIBLE, reason)
    return Document(path, text, Fichier(path.name, hashlib.sha256(data).hexdigest(), len(data)))
