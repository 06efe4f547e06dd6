"""Tables of a release for download: listed, the latest ones, and those of a release for ever."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request, send_file

from server.http.language import gettext, language
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.linked_data.dump import RELEASES
from server.releases.cached import CachedByRelease
from server.releases.current import release
from server.releases.layout import CSVW_FILE, PACKAGE_FILE, TABLES_FOLDER

__all__ = ["blueprint"]

blueprint = Blueprint("tables", __name__)

_DIGEST = re.compile("[0-9a-f]{1,64}")
_NAME = re.compile(r"[a-z0-9_-]{1,60}\.[a-z]{2,7}")
_A_YEAR: Final = 31_536_000
_DESCRIPTIONS: Final = {PACKAGE_FILE: "application/json", CSVW_FILE: "application/csvm+json"}
_FORMS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class ListedTable:
    """A table of the page: what its data package says of its CSV, and all its files."""

    said: Resource
    files: Sequence[Resource]

    @property
    def title(self) -> str:
        """The title, in the language of the page."""
        return _in_language(self.said, "title")

    @property
    def description(self) -> str:
        """What a row is, in the language of the page."""
        return _in_language(self.said, "description")

    @property
    def columns(self) -> Sequence[tuple[str, str, str]]:
        """The columns: name, type, and what a cell is."""
        fields = self.said["schema"]["fields"]
        return [(each["name"], each["type"], _in_language(each, "title")) for each in fields]


def _in_language(said: Resource, name: str) -> str:
    return str(said.get(f"{name}_{language()}", said[name]))


def _stem(resource: Resource) -> str:
    return str(resource["path"]).partition(".")[0]


@blueprint.get("/tables")
def tables() -> Response:
    """List the tables with their columns, their counts and their files; or their data package."""
    chosen = choose(request.headers.getlist("Accept"), ("text/html", "application/json"))
    if chosen == "application/json":
        return latest(PACKAGE_FILE)
    package = _package(release().engine, release().manifest.digest)
    resources = package["resources"]
    listed = [
        ListedTable(each, [some for some in resources if _stem(some) == each["name"]])
        for each in resources
        if each["format"] == "csv"
    ]
    return Response(
        render_template("tables.html", tables=listed, digest=package["version"], package=package)
    )


@blueprint.get("/tables/<name>")
def latest(name: str) -> Response:
    """Serve a file of the release in service; `Content-Location` is where it stays as it is."""
    digest = release().manifest.digest
    response = _file(digest, name)
    response.headers["Content-Location"] = f"/releases/{digest}/{TABLES_FOLDER}/{name}"
    return response


@blueprint.get("/releases/<digest>/tables/<name>")
def of_release(digest: str, name: str) -> Response:
    """Serve a file of a release that is still kept: it never changes."""
    response = _file(digest, name, _A_YEAR)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


def _file(digest: str, name: str, max_age: int = 0) -> Response:
    folder: Path = current_app.config[RELEASES]
    path = folder / digest / TABLES_FOLDER / name
    if not (_DIGEST.fullmatch(digest) and _NAME.fullmatch(name) and path.is_file()):
        raise ProblemError(404, gettext("Aucune table de ce nom dans une release qui est gardée."))
    form = name.rpartition(".")[2]
    response = send_file(
        path.resolve(),
        _DESCRIPTIONS.get(name) or _FORMS[form],
        as_attachment=form in _FORMS,
        conditional=True,
        etag=f"{digest}-{name}",
        max_age=max_age,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _read_package(_: object, digest: str) -> Resource:
    folder: Path = current_app.config[RELEASES]
    package: Resource = json.loads((folder / digest / TABLES_FOLDER / PACKAGE_FILE).read_bytes())
    return package


_package: Final = CachedByRelease(_read_package)
"""The data package of a release."""
