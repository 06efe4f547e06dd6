"""The corpus in charts, each with its figures as a table, as CSV, and the query they come from."""

from flask import Blueprint, Response, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from server.current import release
from server.problem import ProblemError
from server.see.corpus import KEYS, read_csv
from server.see.figures import read_figures

__all__ = ["blueprint"]

blueprint = Blueprint("panorama", __name__)


@blueprint.get("/panorama")
def panorama() -> str:
    """Show the charts that the release has figures for."""
    return render_template("panorama.html", figures=read_figures(release().engine))


@blueprint.get("/panorama/")
def without_slash() -> BaseResponse:
    """Send to the address of the page."""
    return redirect("/panorama", 308)


@blueprint.get("/panorama/<key>.csv")
def table(key: str) -> Response:
    """Serve the figures of a chart as CSV: what the endpoint answers to its query."""
    if key not in KEYS:
        raise ProblemError(404, gettext("Le panorama n'a pas de figure « %(key)s ».", key=key))
    text = read_csv(release().engine, key)
    return Response(text, content_type="text/csv; charset=utf-8; header=present")
