"""Zip archives: their members, each whole or with the reason why it cannot be read."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

SIGNATURE: Final = b"PK\x03\x04"
"""How a zip that holds something begins; so do the files of office suites."""

LARGEST: Final = 128 * 2**20
"""Bytes beyond which a file, or a member of an archive, is taken for a bomb; the largest published
has 15 MB."""

LARGEST_ARCHIVE: Final = 2**29
"""Bytes that the members of an archive may have in all."""

_OFFICE: Final = ("[Content_Types].xml", "META-INF/manifest.xml", "mimetype")
_ENCRYPTED: Final = 1
_IS_UTF_8: Final = 0x800
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
    left = LARGEST_ARCHIVE
    with archive:
        for info in sorted(archive.infolist(), key=_name):
            parts = _parts(_name(info))
            hidden = not parts or any(part.startswith(".") for part in parts)
            if not hidden and not info.is_dir() and wanted(parts[-1]):
                left -= min(info.file_size, LARGEST)
                yield _member(archive, info, parts, left < 0)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member: in UTF-8 where it is, though its archive does not say so."""
    with suppress(UnicodeError):
        if not info.flag_bits & _IS_UTF_8:
            return info.filename.encode("cp437").decode()
    return info.filename


def _parts(name: str) -> tuple[str, ...]:
    parts: Sequence[str] = PurePosixPath(name.replace("\\", "/")).parts
    return tuple(part for part in parts if part not in ("/", "//", ".", ".."))


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, parts: tuple[str, ...], too_much: bool
) -> Member:
    if info.file_size > LARGEST:
        return Member(_name(info), parts, fault=f"{info.file_size} octets : trop pour une table")
    if too_much:
        fault = f"au-delà des {LARGEST_ARCHIVE} octets qu'une archive peut tenir une fois ouverte"
        return Member(_name(info), parts, fault=fault)
    if info.flag_bits & _ENCRYPTED:
        return Member(_name(info), parts, fault="membre d'archive chiffré")
    try:
        data = archive.read(info)
    except NotImplementedError:
        return Member(_name(info), parts, fault="membre d'archive compressé on ne sait comment")
    except _DAMAGES:
        return Member(_name(info), parts, fault="membre d'archive endommagé")
    if is_zip(data) and not is_office(data):
        return Member(_name(info), parts, fault="archive dans une archive : l'en sortir")
    return Member(_name(info), parts, data)
