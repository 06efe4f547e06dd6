"""Dumps: the files of the release that are for others, and its manifest."""

from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, send_file
from werkzeug.wrappers import Response as BaseResponse

from server.http.language import gettext
from server.http.problems import ProblemError
from server.releases.current import release
from server.releases.layout import MANIFEST_FILE, QUADS_FILE, TURTLE_FILE

__all__ = ["RELEASES", "blueprint"]

blueprint = Blueprint("dump", __name__)

_GZIP = "application/gzip"
RELEASES = "METIERS_RELEASES"
"""The key of the application's config that holds the folder of the releases, a `Path`."""


@blueprint.get("/dump/dataset.nq.gz")
def quads() -> Response:
    """Serve all named graphs and the view, as N-Quads; the ETag is the digest of the release."""
    return _file(QUADS_FILE, _GZIP, release().manifest.digest)


@blueprint.get("/dump/dataset.ttl.gz")
def turtle() -> Response:
    """Serve the view alone, as Turtle; 404 where the release is of before it was written."""
    return _file(TURTLE_FILE, _GZIP, f"{release().manifest.digest}-ttl")


@blueprint.get("/manifest.json")
def manifest() -> Response:
    """Serve what the release says of itself; it holds a clock, which the digest leaves out."""
    found = release().manifest
    return _file(MANIFEST_FILE, "application/json", f"{found.digest}-{found.built}")


@blueprint.get("/.well-known/void")
def well_known() -> BaseResponse:
    """Send to the description of the release, which negotiates its form."""
    return redirect("/graph/release", 303)


def _file(name: str, media_type: str, tag: str) -> Response:
    """Send a file of the release at hand, or the part that the request asks for.

    The release is the one that answers the request: a build that switches meanwhile changes
    nothing. A folder that has been removed since answers as a file that is not there.
    """
    folder: Path = current_app.config[RELEASES]
    path = folder / release().manifest.digest / name
    if not path.is_file():
        raise ProblemError(404, gettext("La release ne contient pas « %(name)s ».", name=name))
    response = send_file(
        path.resolve(),
        media_type,
        as_attachment=media_type == _GZIP,
        conditional=True,
        etag=tag,
        max_age=0,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
