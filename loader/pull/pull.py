"""Pull of a release: taken beside the one that serves, checked to the byte, then switched."""

import gzip
import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from loader.corpus.problems import LoaderError
from loader.fetch.content_check import check_encoding
from loader.fetch.download import download
from loader.fetch.errors import FetchError, RefusedError
from loader.fetch.limits import LIMITS, FetchLimits
from loader.fetch.partial_download import PartFile
from loader.pull.listing import ReleaseListing, ReplicaFile, read_listing
from loader.release.release_directory import ReleaseDirectory, manifest_of, remove_folder
from server.releases.layout import DIFFERENCES, MANIFEST_FILE, QUADS_FILE, STORE_FOLDER, Manifest

PULL_LIMITS: Final = replace(LIMITS, whole=6 * 3600)
"""A file of the store may be large, and a line slow: six hours each, resumed after that."""
_STAGING: Final = ".pulling-"
_PIECE: Final = 1 << 20
_SPARE: Final = 10**7
"""Bytes that must be free besides those of the files."""


@dataclass(frozen=True, slots=True)
class PullResult:
    """A release that serves; `taken` are the bytes of the files that had to come, `files` all.

    `software` built it; `known` tells that the replica had its data.
    """

    folder: Path
    manifest: Manifest
    files: int
    taken: int
    known: bool


def pull(
    url: str,
    home: ReleaseDirectory,
    watch: Callable[[int, int | None], None],
    limits: FetchLimits = PULL_LIMITS,
) -> PullResult:
    """Take the release that a server serves, and make it serve here.

    What was taken before stays for the next try. `LoaderError` says what is wrong; the release
    that served still does.
    """
    listing = read_listing(url, limits)
    if listing.lacks:
        raise RefusedError(
            f"{url} : la release {listing.digest[:12]} est d'un autre logiciel"
            f" (« {listing.software} ») : il y manque {', '.join(listing.lacks)} ;"
            " la rebâtir là-bas (« metiers build »)"
        )
    staging = home.releases / f"{_STAGING}{listing.digest}"
    known = home.is_there(listing.digest)
    wanted = [
        file for file in listing.files if not known or file.path in (MANIFEST_FILE, *DIFFERENCES)
    ]
    with home.hold(_room(wanted, staging)):
        _sweep(home, but=staging)
        taken = _take(listing, wanted, staging, limits, watch)
        _check(staging, listing, known)
        folder = home.adopt(staging, listing.digest)
        home.switch(folder)
        _sweep(home)
        home.prune()
    return PullResult(folder, manifest_of(folder), len(listing.files), taken, known)


def _room(wanted: Iterable[ReplicaFile], staging: Path) -> int:
    """Return the bytes that are still to come, and some."""
    size = sum(file.size for file in wanted if not (staging / file.path).exists())
    return size + _SPARE


def _sweep(home: ReleaseDirectory, but: Path | None = None) -> None:
    """Remove what was begun of other releases."""
    for leftover in home.releases.glob(f"{_STAGING}*"):
        if leftover != but:
            remove_folder(leftover)


def _take(
    listing: ReleaseListing,
    wanted: Iterable[ReplicaFile],
    staging: Path,
    limits: FetchLimits,
    watch: Callable[[int, int | None], None],
) -> int:
    """Take the files that are not there yet, each checked; return the bytes of those taken."""
    wanted = list(wanted)
    total, done, taken = sum(file.size for file in wanted), 0, 0
    for file in wanted:
        target = staging / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _is_right(target, file):
            _take_file(listing.address_of(file), file, target, limits, done, total, watch)
            taken += file.size
        done += file.size
        watch(done, total)
    _remove_others(staging, wanted)
    return taken


def _take_file(
    url: str,
    file: ReplicaFile,
    target: Path,
    limits: FetchLimits,
    done: int,
    total: int,
    watch: Callable[[int, int | None], None],
) -> None:
    part = PartFile.of(target)
    bounded = replace(limits, largest=file.size)
    try:
        if file.size:
            download(
                url, check_encoding, {}, part, bounded, lambda here, _: watch(done + here, total)
            )
        else:
            part.path.touch()
        if not _is_right(part.path, file):
            raise RefusedError("ce n'est pas ce qu'annonce la liste ; recommencer")
    except RefusedError as error:
        part.discard()
        raise RefusedError(f"{url} : {error} ; rien n'a été changé") from error
    except FetchError as error:
        again = "la même commande reprend où elle en était"
        raise FetchError(f"{url} : {error} ; rien n'a été changé, {again}") from error
    os.utime(part.path, (file.modified, file.modified))
    part.path.replace(target)
    part.finish()


def _is_right(path: Path, file: ReplicaFile) -> bool:
    try:
        if path.stat().st_size != file.size:
            return False
        with path.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest() == file.sha256
    except FileNotFoundError:
        return False


def _remove_others(staging: Path, wanted: Iterable[ReplicaFile]) -> None:
    """Remove what is not of the list: parts of a file that is there, files of another list."""
    listed = {staging / file.path for file in wanted}
    for path in staging.rglob("*"):
        if path.is_file() and path not in listed:
            path.unlink()


def _check(staging: Path, listing: ReleaseListing, known: bool) -> None:
    """Refuse a release that is not what its digest says: quads, manifest, and a store that opens.

    Nothing of it is kept: the next try begins anew.
    """
    try:
        if manifest_of(staging).digest != listing.digest:
            raise RefusedError("le manifeste est d'une autre release")
        if not known and _digest_of_quads(staging / QUADS_FILE) != listing.digest:
            raise RefusedError("les quads n'ont pas l'empreinte de la release")
        if not known:
            Store.read_only(str(staging / STORE_FOLDER))
    except (LoaderError, OSError, EOFError, RuntimeError, ValueError) as error:
        remove_folder(staging)
        raise RefusedError(f"{listing.root} : {error} ; rien n'a été changé") from error


def _digest_of_quads(path: Path) -> str:
    digest = hashlib.sha256()
    with gzip.open(path) as lines:
        while piece := lines.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
