"""The files that a command is given, archives opened: each is read once, named and hashed."""

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from loader.editions import BESIDE
from loader.problems import Kind, Problem, UsageError, problem

HEAD: Final = 4096
"""How many bytes of a file tell what it holds."""

LARGEST_MEMBER: Final = 512 * 2**20
"""Bytes of an archive's member beyond which it is taken for a bomb."""


@dataclass(frozen=True, slots=True)
class Fichier:
    """What is kept of a file that was read: its name, the SHA-256 of its bytes, its size."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a file, or of a member of an archive.

    `path` is how problems call it (`rome.zip!/version.txt`); `name` and `folder` tell its edition.
    """

    path: str
    name: str
    folder: Path
    data: bytes
    fichier: Fichier

    @property
    def head(self) -> str:
        """The first characters, whatever the encoding, without byte order mark: to recognise it."""
        return self.data[:HEAD].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")

    def text(self, encoding: str = "utf-8-sig") -> str:
        """Return the text; `UndecodableError` tells the line that does not decode."""
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            octet = self.data[error.start]
            raise UndecodableError(line, f"octet {octet:#04x} qui n'est pas de l'UTF-8") from error


class UndecodableError(ValueError):
    """A text that does not decode; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def find_files(inputs: Iterable[Path]) -> list[Path]:
    """Return the files of some files and folders, each once, in the order of their names."""
    found: dict[Path, Path] = {}
    for given in inputs:
        if not given.exists():
            raise UsageError(f"{given} : ni fichier ni dossier")
        for path in _below(given) if given.is_dir() else (given,):
            found.setdefault(Path(os.path.realpath(path)), path)
    return sorted(found.values(), key=lambda path: (path.name, str(path)))


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.is_dir() and path.name not in BESIDE:
            yield path


def read_documents(path: Path) -> Iterator[Document | Problem]:
    """Yield the document that a file is, or those that it holds when it is an archive."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield problem(str(path), 0, Kind.FICHIER_ILLISIBLE, "ni fichier ordinaire ni dossier")
            return
        data = path.read_bytes()
    except OSError as error:
        yield problem(str(path), 0, Kind.FICHIER_ILLISIBLE, error.strerror or str(error))
        return
    if zipfile.is_zipfile(BytesIO(data)):
        yield from _members(path, data)
    else:
        yield _document(str(path), path.name, path.parent, data)


def _members(path: Path, data: bytes) -> Iterator[Document | Problem]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member in sorted(archive.infolist(), key=lambda info: info.filename):
            shown, name = f"{path}!/{member.filename}", member.filename.rpartition("/")[2]
            if member.is_dir() or name.startswith(".") or name in BESIDE:
                continue
            if member.file_size > LARGEST_MEMBER:
                reason = f"{member.file_size} octets : trop pour une table"
                yield problem(shown, 0, Kind.FICHIER_ILLISIBLE, reason)
                continue
            try:
                yield _document(shown, name, path, archive.read(member))
            except (zipfile.BadZipFile, RuntimeError, OSError, ValueError) as error:
                yield problem(shown, 0, Kind.FICHIER_ILLISIBLE, str(error))


def _document(shown: str, name: str, folder: Path, data: bytes) -> Document:
    fichier = Fichier(_spelt(name), hashlib.sha256(data).hexdigest(), len(data))
    return Document(_spelt(shown), name, folder, data, fichier)


def _spelt(name: str) -> str:
    """Return a name that can be written: bytes that are not UTF-8 become « � »."""
    return os.fsencode(name).decode("utf-8", "replace")
