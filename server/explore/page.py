"""The page where the métiers are narrowed down, and the same as JSON and for a spreadsheet."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from server.current import release
from server.explore.choice import PATH, Asked, read_choice
from server.explore.exports import as_data, as_rows
from server.explore.facets import titles
from server.explore.facts import facts
from server.explore.view import view_of
from server.negotiate import choose
from server.problem import ProblemError
from server.tableur import MEDIA_TYPE

__all__ = ["blueprint"]

blueprint = Blueprint("explore", __name__)

_FORMATS = {"html": "text/html", "json": "application/json", "csv": "text/csv"}
_MOST = 1000
"""The most parameters that an address may have: there are fewer things to choose."""


@blueprint.get(PATH)
def explore() -> Response:
    """Answer with the métiers that have what the parameters say, as ``format=`` or Accept wants.

    The page leaves out what it does not know, and says so; data would be taken for what was asked
    for, and is refused (400).
    """
    wanted = _wanted()
    if sum(1 for _ in request.args.items(multi=True)) > _MOST:
        raise ProblemError(400, gettext("L'adresse a plus de %(most)s paramètres.", most=_MOST))
    known = facts(release().engine)
    asked = read_choice(known.facets, request.args)
    if wanted == "text/html":
        page = render_template(
            "explorer.html",
            view=view_of(known, asked.choice),
            senseless=asked.senseless,
            titles=titles(),
        )
        response = Response(page, mimetype="text/html")
    else:
        _refuse(asked)
        if wanted == "application/json":
            response = jsonify(as_data(known, asked.choice))
        else:
            response = Response(as_rows(known, asked.choice), content_type=MEDIA_TYPE)
            response.headers["Content-Disposition"] = 'attachment; filename="metiers.csv"'
    response.vary.add("Accept")
    return response


@blueprint.get(f"{PATH}/")
def slash() -> BaseResponse:
    """Send to the address without the slash."""
    return redirect(request.full_path.replace("/?", "?", 1).rstrip("?"), 308)


def _wanted() -> str:
    """Return the media type to answer in."""
    if name := request.args.get("format"):
        if name not in _FORMATS:
            names = ", ".join(_FORMATS)
            raise ProblemError(400, gettext("Le paramètre « format » vaut %(names)s.", names=names))
        return _FORMATS[name]
    accepted = choose(request.headers.getlist("Accept"), tuple(_FORMATS.values()))
    if accepted is None:
        types = ", ".join(_FORMATS.values())
        raise ProblemError(406, gettext("Les métiers se servent en %(types)s.", types=types))
    return accepted


def _refuse(asked: Asked) -> None:
    if asked.senseless:
        name, text = asked.senseless[0]
        detail = gettext(
            "Le paramètre « %(name)s » n'a pas de valeur « %(text)s ».", name=name, text=text[:80]
        )
        raise ProblemError(400, detail)
