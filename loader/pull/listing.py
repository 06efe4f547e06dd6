"""List of a release's files, as the server that offers them tells it; nothing of it is believed."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

from loader.fetch.errors import FetchError, RefusedError
from loader.fetch.http_client import http_get
from loader.fetch.limits import FetchLimits
from loader.fetch.url_policy import parse_url
from server.releases.layout import (
    CODES_FILE,
    CSVW_FILE,
    INDEX_FILE,
    MANIFEST_FILE,
    PACKAGE_FILE,
    PAGES_FILE,
    QUADS_FILE,
    RELEASES,
    STORE_FOLDER,
    SUPERSEDED_FILE,
    TABLES_FOLDER,
    TURTLE_FILE,
)

NEEDED: Final = (
    MANIFEST_FILE,
    QUADS_FILE,
    TURTLE_FILE,
    SUPERSEDED_FILE,
    INDEX_FILE,
    PAGES_FILE,
    CODES_FILE,
    f"{TABLES_FOLDER}/{PACKAGE_FILE}",
    f"{TABLES_FOLDER}/{CSVW_FILE}",
    f"{STORE_FOLDER}/CURRENT",
)
"""What a release of this software has: one of another may have less, and could not be served."""
_DIGEST: Final = re.compile("[0-9a-f]{64}", re.ASCII)
_PATH: Final = re.compile(
    rf"(?:(?:{STORE_FOLDER}|{TABLES_FOLDER})/)?[A-Za-z0-9][A-Za-z0-9._-]{{0,80}}", re.ASCII
)
_LONGEST: Final = 16 << 20
_MOST_FILES: Final = 10_000


@dataclass(frozen=True, slots=True)
class ReplicaFile:
    """A file of a release: `path` below its folder, `size` in bytes, `modified` in seconds."""

    path: str
    size: int
    sha256: str
    modified: int


@dataclass(frozen=True, slots=True)
class ReleaseListing:
    """The files of a release, where its server has it, and the software that built it."""

    root: str
    digest: str
    software: str
    files: tuple[ReplicaFile, ...]

    @property
    def size(self) -> int:
        """The bytes of all the files."""
        return sum(file.size for file in self.files)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The files that this software needs, and the release has not."""
        return tuple(sorted(set(NEEDED) - {file.path for file in self.files}))

    def address_of(self, file: ReplicaFile) -> str:
        """Return where a file is served."""
        return f"{self.root}/{RELEASES}/{self.digest}/files/{quote(file.path)}"


def read_listing(url: str, limits: FetchLimits) -> ReleaseListing:
    """Ask a server which release it serves, and for the list of its files.

    `RefusedError` where it is no server of this software, or one that lets no release be taken.
    """
    parse_url(url)
    root = url.rstrip("/")
    digest = _document(f"{root}/{MANIFEST_FILE}", limits, "ce n'est pas « metiers serve »").get(
        "digest"
    )
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise RefusedError(f"{root}/{MANIFEST_FILE} : le manifeste ne dit pas d'empreinte")
    place = f"{root}/{RELEASES}/{digest}/files.json"
    said = _document(place, limits, "ce serveur ne donne pas ses releases, le mettre à jour")
    try:
        files = tuple(_files(said))
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedError(f"{place} : ce n'est pas la liste d'une release : {error}") from error
    if len({file.path for file in files}) != len(files) or len(files) > _MOST_FILES:
        raise RefusedError(f"{place} : un fichier y est deux fois, ou il y en a trop")
    return ReleaseListing(root, digest, str(said.get("software") or "non dit"), files)


def _files(said: Mapping[str, Any]) -> Iterator[ReplicaFile]:
    for each in said["files"]:
        path, size, sha256, modified = (
            each[name] for name in ("path", "size", "sha256", "modified")
        )
        if not _PATH.fullmatch(path) or not _DIGEST.fullmatch(sha256):
            raise ValueError(f"« {path} »")
        if not all(isinstance(number, int) and number >= 0 for number in (size, modified)):
            raise ValueError(f"« {path} » : taille ou date")
        yield ReplicaFile(path, size, sha256, modified)


def _document(url: str, limits: FetchLimits, absent: str) -> Mapping[str, Any]:
    """Return the object that a server answers in JSON; `absent` is what a 404 means."""
    try:
        with http_get(url, {"Accept": "application/json"}, limits, monotonic() + 60) as answer:
            if answer.status != 200:
                reason = f" : {absent}" if answer.status == 404 else ""
                raise RefusedError(f"réponse {answer.status}{reason}")
            data = b""
            for piece in answer.pieces():
                data += piece
                if len(data) > _LONGEST:
                    raise RefusedError(f"plus de {_LONGEST} octets : trop")
    except FetchError as error:
        raise type(error)(f"{url} : {error}") from error
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{url} : ce n'est pas du JSON") from error
    if not isinstance(found, dict):
        raise RefusedError(f"{url} : ce n'est pas un objet JSON")
    return found
