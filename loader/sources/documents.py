"""Input files: found in folders, archives opened, each read once, named and hashed."""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final
from zipfile import BadZipFile, ZipFile

from loader.corpus.problems import Problem, ProblemKind, UsageError, problem, system_reason
from loader.editions.sidecars import SIDECAR_FILES, Archive
from loader.sources.archives import LARGEST, DamagedError, is_office, is_zip, members_of
from server.releases.layout import CURRENT, LOCK, PREVIOUS, RELEASES

HEAD: Final = 4096
"""How many bytes of a file tell what it holds."""

_BUILT: Final = frozenset({LOCK, RELEASES, CURRENT, PREVIOUS})
_WIDE: Final = (
    ("UTF-32", 4, (b"\xff\xfe\0\0", b"\0\0\xfe\xff")),
    ("UTF-16", 2, (b"\xff\xfe", b"\xfe\xff")),
)
"""Encodings by their names, how many bytes a letter has, and the marks that they begin with."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DECLARATION = re.compile(
    rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']((?:iso|latin|windows|cp|ibm|mac)[\w.-]{0,40})""",
    re.IGNORECASE,
)
"""An XML declaration of an encoding other than UTF-8, which a byte order mark overrules."""
_NARROW: Final = ("windows-1252", "mac_roman", "cp850")
"""Encodings of one octet a letter, that in which French is likeliest first."""
_FEW: Final = 3
_RARE: Final = 1000


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
    def place(self) -> Path:
        """The path of the file, or of the archive that it is a member of."""
        return self.archive.path if self.archive else self.folder / self.name

    @property
    def head(self) -> str:
        """The first characters, whatever the encoding, without byte order mark: to recognise it."""
        return self.data[:HEAD].removeprefix(_BYTE_ORDER_MARK).decode("utf-8", "replace")

    @property
    def declared_encoding(self) -> str:
        """The encoding other than UTF-8 in which an XML says that it is, else nothing."""
        found = _DECLARATION.match(self.data)
        return found[1].decode() if found else ""

    @property
    def wide_encoding(self) -> str:
        """UTF-16 or UTF-32 of a text that says so, or of which all bytes but one are mostly 0."""
        head = self.data[:HEAD]
        for name, width, marks in _WIDE:
            nothing = sorted(head[at::width].count(0) for at in range(width))
            mostly = nothing[0] == 0 and 2 * nothing[1] > len(head[::width])
            if head.startswith(marks) or mostly:
                return name
        return ""

    @property
    def is_utf_8(self) -> bool:
        """Whether the bytes are a text in UTF-8, without a letter that is nothing."""
        with suppress(UnicodeDecodeError):
            return "\0" not in self.data.decode()
        return False

    @property
    def parsed_text(self) -> str:
        """The text as a parser reads it, an XML as it declares itself; « � » for what fails."""
        with suppress(LookupError):
            return self.data.decode(self.declared_encoding or "utf-8-sig", "replace")
        return self.data.decode("utf-8-sig", "replace")

    def text(self, encoding: str = "utf-8-sig") -> str:
        """Return the text; `UndecodableError` tells the line that does not decode."""
        if self.wide_encoding:
            raise UndecodableError(1, f"texte en {self.wide_encoding} : l'enregistrer en UTF-8")
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            raise UndecodableError(line, _not_utf_8(self.data, error)) from error

    def text_but_few_bytes(self) -> str:
        """Return the text, « � » for the few bytes that do not decode; else as `text`."""
        found = self.data.decode("utf-8-sig", "replace")
        lost = found.count("\N{REPLACEMENT CHARACTER}")
        return self.text() if lost > _FEW and _RARE * lost > len(found) else found

    def readable_text(self) -> str:
        """Return the text as UTF-8 where it decodes as such, else as windows-1252."""
        with suppress(UnicodeDecodeError):
            return self.data.decode("utf-8-sig")
        return self.data.decode("windows-1252", "replace")


def _not_utf_8(data: bytes, error: UnicodeDecodeError) -> str:
    """Return why bytes do not decode, and in which encoding they are most likely."""
    if error.start > 0 and error.end == len(data) and error.reason == "unexpected end of data":
        return "le fichier finit au milieu d'une lettre : il est tronqué, le reprendre"
    octet = data[error.start : error.start + 1]
    around = data[max(error.start - HEAD, 0) : error.start + HEAD]
    likely = max(_NARROW, key=lambda name: _letters_in(around.decode(name, "replace")))
    letter = octet.decode(likely, "replace")
    guess = f" (en {likely}, « {letter} ») : enregistrer en UTF-8" if letter.isalpha() else ""
    return f"octet {octet[0]:#04x} qui n'est pas de l'UTF-8{guess}"


def _letters_in(text: str) -> int:
    return sum(map(text.count, "éèêàçîôûùœÉÀ’"))


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


def _below(folder: Path) -> list[Path]:
    """Return what a folder holds at any depth, but the folders that can be gone through.

    Links to folders are not: they may lead back. What is built in a home of releases is no source.
    """
    found: list[Path] = []
    folders = [folder]
    while folders:
        place = folders.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            found.append(place)
            continue
        built = _BUILT if any(entry.name == LOCK for entry in entries) else ()
        for entry in (each for each in entries if each.name not in built):
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                folders.append(place / entry.name)
            elif not entry.name.startswith(".") and entry.name not in SIDECAR_FILES:
                found.append(place / entry.name)
    return sorted(found)


def read_documents(path: Path) -> Iterator[Document | Problem]:
    """Yield the document that a file is, or those that it holds when it is an archive."""
    try:
        if path.is_symlink() and path.is_dir():
            reason = "lien vers un dossier : il n'est pas suivi, nommer ce dossier"
            yield problem(_printable(str(path)), 0, ProblemKind.FICHIER_INCONNU, reason)
            return
        fault = _fault(path)
        data = b"" if fault else path.read_bytes()
    except OSError as error:
        fault = system_reason(error)
    if fault:
        yield problem(_printable(str(path)), 0, ProblemKind.FICHIER_ILLISIBLE, fault)
        return
    if is_zip(data) and not is_office(data):
        yield from _members(path, data)
    else:
        yield _document(str(path), path, data)


def _fault(path: Path) -> str:
    """Return why something in a folder cannot be read, nothing if it can; may raise `OSError`."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        os.scandir(path).close()
    if not stat.S_ISREG(found.st_mode):
        return "ni fichier ordinaire ni dossier"
    return f"{found.st_size} octets : trop pour une source" if found.st_size > LARGEST else ""


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


def sizes_in(path: Path) -> list[tuple[str, int]]:
    """Return the suffix and the size of a file, or of each member of an archive; unread."""
    if not path.is_file():  # a pipe would be waited for
        return []
    try:
        with ZipFile(path) as archive:
            sizes = [(info.filename, info.file_size) for info in archive.infolist()]
    except (BadZipFile, OSError, ValueError):
        sizes = [(path.name, path.stat().st_size)]
    return [(PurePath(name).suffix, size) for name, size in sizes if size <= LARGEST]


def _document(shown: str, place: Path, data: bytes, archive: Archive | None = None) -> Document:
    fichier = Fichier(_printable(place.name), hashlib.sha256(data).hexdigest(), len(data))
    return Document(_printable(shown), place.name, place.parent, data, fichier, archive)


def _printable(name: str) -> str:
    """Return a name that can be written: bytes that are not UTF-8 become « � »."""
    return os.fsencode(name).decode("utf-8", "replace")
