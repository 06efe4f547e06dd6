"""Archive check: whether a zip is whole and can be opened without harm (bombs, paths, links)."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from loader.fetch.errors import RefusedError
from loader.fetch.limits import FetchLimits

_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x41
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_PLAIN: Final = frozenset({0, stat.S_IFREG, stat.S_IFDIR})
_OUTSIDE: Final = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)", re.DOTALL)


def check_archive(path: Path, limits: FetchLimits) -> None:
    """Refuse an archive for its first fault; sizes are judged before anything is unpacked."""
    data = path.read_bytes()
    # Counted in the bytes, since listing the members is itself what millions of them make costly.
    if data.count(_ENTRY) > limits.members:
        raise RefusedError(f"archive de plus de {limits.members} membres")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            for fault in _faults(members, len(data), limits):
                raise RefusedError(fault)
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise RefusedError(f"archive illisible : {error}") from error
    if damaged is not None:
        raise RefusedError(f"archive abîmée : {damaged!r}")


def member_names(path: Path) -> list[str]:
    """Return the names of an archive's files, without their folders."""
    with zipfile.ZipFile(path) as archive:
        return [each.filename.rpartition("/")[2] for each in archive.infolist()]


def _faults(members: Sequence[zipfile.ZipInfo], packed: int, limits: FetchLimits) -> Iterator[str]:
    """Yield what is wrong with an archive, from what it says of itself."""
    if not members:
        yield "archive vide"
    unpacked = sum(each.file_size for each in members)
    if unpacked > limits.unpacked:
        yield f"archive de {unpacked} octets une fois ouverte : trop"
    if unpacked > limits.ratio * packed:
        yield f"archive qui gonfle de {packed} à {unpacked} octets : une bombe"
    for each in members:
        shown = repr(each.orig_filename)
        if _OUTSIDE.match(each.orig_filename.replace("\\", "/")):
            yield f"archive dont un membre sort de son dossier : {shown}"
        if stat.S_IFMT(each.external_attr >> 16) not in _PLAIN:
            yield f"archive dont un membre est un lien, ou n'est pas un fichier : {shown}"
        if each.flag_bits & _ENCRYPTED:
            yield f"archive dont un membre est chiffré : {shown}"
        if each.compress_type not in _METHODS:
            yield f"archive dont un membre est comprimé d'une façon inconnue : {shown}"
