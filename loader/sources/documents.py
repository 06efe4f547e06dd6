"""Input files: found in folders, archives opened, each read once, named and hashed."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, UsageError, problem
from loader.editions.sidecars import SIDECAR_FILES, Archive
from loader.sources.archives import DamagedError, is_office, is_zip, members_of

HEAD: Final = 4096
"""How many bytes of a file tell what it holds."""

_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Fichier:
    """What is kept of a file that was read: its name, the SHA-256 of its bytes, its size."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a file, or of a member of an archive.

    `path` is how problems call it (`rome.zip!/texte.csv`); `name`, `folder` and the `archive` that
    it is a member of tell its edition. The folder of a member goes through its archive.
    """

    path: str
    name: str
    folder: Path
    data: bytes
    fichier: Fichier
    archive: Archive | None = None

    @property
    def head(self) -> str:
        """The first characters, whatever the encoding, without byte order mark: to recognise it."""
        return self.data[:HEAD].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")

    def text(self, encoding: str = "utf-8-sig") -> str:
        """Return the text; `UndecodableError` tells the line that does not decode."""
        if _is_utf_16(self.data):
            raise UndecodableError(1, "texte en UTF-16 : l'enregistrer en UTF-8")
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            octet = self.data[error.start]
            raise UndecodableError(line, f"octet {octet:#04x} qui n'est pas de l'UTF-8") from error


def _is_utf_16(data: bytes) -> bool:
    """Tell whether bytes are text in UTF-16: they say so, or every other byte is mostly nothing."""
    if data.startswith(_MARKS):
        return True
    halves = data[:HEAD:2], data[1:HEAD:2]
    nothing = sorted(half.count(0) for half in halves)
    return nothing[0] == 0 and 2 * nothing[1] > len(halves[0])


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
        if not hidden and not path.is_dir() and path.name not in SIDECAR_FILES:
            yield path


def read_documents(path: Path) -> Iterator[Document | Problem]:
    """Yield the document that a file is, or those that it holds when it is an archive."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield problem(
                str(path), 0, ProblemKind.FICHIER_ILLISIBLE, "ni fichier ordinaire ni dossier"
            )
            return
        data = path.read_bytes()
    except OSError as error:
        yield problem(str(path), 0, ProblemKind.FICHIER_ILLISIBLE, error.strerror or str(error))
        return
    if is_zip(data) and not is_office(data):
        yield from _members(path, data)
    else:
        yield _document(str(path), path, data)


def _members(path: Path, data: bytes) -> Iterator[Document | Problem]:
    try:
        notes = {
            path.joinpath(*note.parts): note.data
            for note in members_of(data, SIDECAR_FILES.__contains__)
        }
        archive = Archive(path, notes)
        for member in members_of(data, lambda name: name not in SIDECAR_FILES):
            shown = f"{path}!/{member.path}"
            if member.fault:
                yield problem(_printable(shown), 0, ProblemKind.FICHIER_ILLISIBLE, member.fault)
            else:
                yield _document(shown, path.joinpath(*member.parts), member.data, archive)
    except DamagedError as error:
        yield problem(_printable(str(path)), 0, ProblemKind.FICHIER_ILLISIBLE, str(error))


def _document(shown: str, place: Path, data: bytes, archive: Archive | None = None) -> Document:
    fichier = Fichier(_printable(place.name), hashlib.sha256(data).hexdigest(), len(data))
    return Document(_printable(shown), place.name, place.parent, data, fichier, archive)


def _printable(name: str) -> str:
    """Return a name that can be written: bytes that are not UTF-8 become « � »."""
    return os.fsencode(name).decode("utf-8", "replace")
