"""Zip archives: their members, each whole or with the reason why it cannot be read."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

SIGNATURE: Final = b"PK\x03\x04"
"""How a zip that holds something begins; so do the files of office suites."""

LARGEST_MEMBER: Final = 512 * 2**20
"""Bytes of an archive's member beyond which it is taken for a bomb."""

_OFFICE: Final = ("[Content_Types].xml", "META-INF/manifest.xml")
_ENCRYPTED: Final = 1
_DAMAGES: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error,
    RuntimeError, OverflowError,
)  # fmt: skip


class DamagedError(ValueError):
    """An archive that cannot be opened; the message is French."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path, and its bytes or what is wrong with it.

    `parts` are those of its path that stay within the archive.
    """

    path: str
    parts: tuple[str, ...]
    data: bytes = b""
    fault: str = ""


def is_zip(data: bytes) -> bool:
    """Tell whether some bytes are a zip, be it truncated."""
    return data.startswith(SIGNATURE) or zipfile.is_zipfile(BytesIO(data))


def is_office(data: bytes) -> bool:
    """Tell whether a zip is a workbook or a text of an office suite, and no collection of files."""
    if not data.startswith(SIGNATURE):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(name in _OFFICE for name in archive.namelist())
    except _DAMAGES:
        return False


def members_of(data: bytes, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """Yield the files of a zip by their paths, those whose name is `wanted` and not hidden.

    Each is read when it is asked for. May raise `DamagedError`.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _DAMAGES as error:
        raise DamagedError("archive zip tronquée ou endommagée") from error
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            parts = _parts(info.filename)
            hidden = not parts or any(part.startswith(".") for part in parts)
            if not hidden and not info.is_dir() and wanted(parts[-1]):
                yield _member(archive, info, parts)


def _parts(name: str) -> tuple[str, ...]:
    parts: Sequence[str] = PurePosixPath(name.replace("\\", "/")).parts
    return tuple(part for part in parts if part not in ("/", "//", ".", ".."))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, parts: tuple[str, ...]) -> Member:
    if info.file_size > LARGEST_MEMBER:
        return Member(info.filename, parts, fault=f"{info.file_size} octets : trop pour une table")
    if info.flag_bits & _ENCRYPTED:
        return Member(info.filename, parts, fault="membre d'archive chiffré")
    try:
        data = archive.read(info)
    except NotImplementedError:
        return Member(info.filename, parts, fault="membre d'archive compressé on ne sait comment")
    except _DAMAGES:
        return Member(info.filename, parts, fault="membre d'archive endommagé")
    if is_zip(data) and not is_office(data):
        return Member(info.filename, parts, fault="archive dans une archive : l'en sortir")
    return Member(info.filename, parts, data)
