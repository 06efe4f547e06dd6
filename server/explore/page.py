"""Explorer: the faceted pages of métiers and of formations, and the same as JSON and CSV."""

from flask import Blueprint, Response, jsonify, render_template, request

from server.engine.formats import SHEET, content_type
from server.explore.exports import csv_table, formations_csv, formations_json, json_document
from server.explore.facet_data import read_facet_data
from server.explore.facet_values import facet_titles, value_labels
from server.explore.formation_data import FORMATIONS, read_formation_data
from server.explore.formation_labels import formation_labels, formation_titles
from server.explore.selection import METIERS, SelectionRequest, read_selection
from server.explore.selection_query import selection_query
from server.explore.selection_view import letters_of, selection_view
from server.http.language import gettext
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.releases.current import release

__all__ = ["blueprint"]

blueprint = Blueprint("explore", __name__)

_FORMATS = {"html": "text/html", "json": "application/json", "csv": "text/csv"}
_MOST = 1000
"""The most parameters that an address may have: there are fewer things to choose."""


@blueprint.get(METIERS.path)
def explore() -> Response:
    """Answer with the métiers that have what the parameters say, as ``format=`` or Accept wants.

    The page leaves out what it does not know, and says so; data would be taken for what was asked
    for, and is refused (400).
    """
    wanted = _media_type(gettext("Les métiers"))
    known = read_facet_data(release().engine)
    asked = read_selection(known.facets, request.args)
    if wanted == "text/html":
        page = render_template(
            "explorer.html",
            view=selection_view(known, asked.choice, facet_titles(), value_labels(known.facets)),
            senseless=asked.senseless,
            titles=facet_titles(),
            question=selection_query(asked.choice),
        )
        return Response(page, mimetype="text/html")
    _refuse(asked)
    if wanted == "application/json":
        return jsonify(json_document(known, asked.choice))
    return _file(csv_table(known, asked.choice), "metiers.csv")


@blueprint.get(FORMATIONS.path)
def formations() -> Response:
    """Answer with the formations that have what the parameters say, as `explore` does."""
    wanted = _media_type(gettext("Les formations"))
    known = read_formation_data(release().engine)
    asked = read_selection(known.facets, request.args, FORMATIONS)
    called = formation_labels(known.facets)
    if wanted == "text/html":
        view = selection_view(known, asked.choice, formation_titles(), called)
        page = render_template(
            "formations.html",
            view=view,
            letters=letters_of(view, known.facets["lettre"]) if known.facets else (),
            senseless=asked.senseless,
            titles=formation_titles(),
        )
        return Response(page, mimetype="text/html")
    _refuse(asked)
    if wanted == "application/json":
        return jsonify(formations_json(known, asked.choice, called))
    return _file(formations_csv(known, asked.choice, called), "formations.csv")


def _file(sheet: bytes, name: str) -> Response:
    response = Response(sheet, content_type=content_type(SHEET))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _media_type(what: str) -> str:
    """Return the media type to answer in."""
    if sum(1 for _ in request.args.items(multi=True)) > _MOST:
        raise ProblemError(400, gettext("L'adresse a plus de %(most)s paramètres.", most=_MOST))
    if name := request.args.get("format"):
        if name not in _FORMATS:
            names = ", ".join(_FORMATS)
            raise ProblemError(400, gettext("Le paramètre « format » vaut %(names)s.", names=names))
        return _FORMATS[name]
    accepted = choose(request.headers.getlist("Accept"), tuple(_FORMATS.values()))
    if accepted is None:
        types = ", ".join(_FORMATS.values())
        said = gettext("%(things)s se servent en %(types)s.", things=what, types=types)
        raise ProblemError(406, said)
    return accepted


def _refuse(asked: SelectionRequest) -> None:
    if asked.senseless:
        name, text = asked.senseless[0]
        detail = gettext(
            "Le paramètre « %(name)s » n'a pas de valeur « %(text)s ».", name=name, text=text[:80]
        )
        raise ProblemError(400, detail)
