"""Files of a release for replicas: all that `metiers serve` reads of it, each with its digest.

What a replica takes is what a build wrote, byte for byte: it answers as its origin does, with the
same entity tags, and reckons nothing anew.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify, send_file

from server.http.language import gettext
from server.http.problems import ProblemError
from server.linked_data.dump import RELEASES
from server.releases.layout import ManifestError, read_manifest

__all__ = ["blueprint"]

blueprint = Blueprint("release_files", __name__)

_DIGEST: Final = re.compile("[0-9a-f]{64}")
_FILE: Final = re.compile(r"(?:[a-z]{1,20}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_OF_ONE_MACHINE: Final = re.compile(r"store/(?:LOCK|LOG(?:\.old\..*)?|OPTIONS-\d+|IDENTITY)")
"""What the engine writes for itself, and nobody reads: it names folders of this machine."""
_REMEMBERED: Final = 2048


@blueprint.get("/releases/<digest>/files.json")
def listing(digest: str) -> Response:
    """List the files of a release that is kept: path, bytes, SHA-256, seconds of its last change.

    A second build of the same release renews its manifest: the list is never remembered.
    """
    folder = _folder(digest)
    try:
        software = read_manifest(folder).software
        files = [_described(folder, path) for path in _offered(folder)]
    except (ManifestError, OSError) as error:
        raise _unknown() from error
    response = jsonify(digest=digest, software=software, files=files)
    response.cache_control.no_store = True
    return response


@blueprint.get("/releases/<digest>/files/<path:name>")
def file(digest: str, name: str) -> Response:
    """Serve a file of a release that is kept, or the part of it that is asked for."""
    folder = _folder(digest)
    path = folder / name
    if not _is_offered(name) or not path.is_file():
        raise _unknown()
    response = send_file(
        path.resolve(),
        "application/octet-stream",
        conditional=True,
        etag=_described(folder, path)["sha256"],
        max_age=0,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _folder(digest: str) -> Path:
    releases: Path = current_app.config[RELEASES]
    if not _DIGEST.fullmatch(digest) or not (releases / digest).is_dir():
        raise _unknown()
    return releases / digest


def _unknown() -> ProblemError:
    return ProblemError(404, gettext("Aucun fichier de ce nom dans une release qui est gardée."))


def _is_offered(name: str) -> bool:
    return bool(_FILE.fullmatch(name)) and not _OF_ONE_MACHINE.fullmatch(name)


def _offered(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and _is_offered(path.relative_to(folder).as_posix()):
            yield path


def _described(folder: Path, path: Path) -> dict[str, Any]:
    found = path.stat()
    return {
        "path": path.relative_to(folder).as_posix(),
        "size": found.st_size,
        "sha256": _digest(path, found.st_size, found.st_mtime_ns),
        "modified": int(found.st_mtime),
    }


@lru_cache(_REMEMBERED)
def _digest(path: Path, _size: int, _stamp: int) -> str:
    with path.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()
