"""The pages that are not about one thing: home, indexes, examples."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from queries import find, folder
from server.browse.indexes import read_index
from server.browse.kinds import KINDS, Kind
from server.browse.pages import page_number
from server.current import release

__all__ = ["blueprint"]

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
def home() -> str:
    """Show where to start."""
    counts = release().engine.select(find("browse/home_counts"))[0]
    return render_template("home.html", counts=counts, kinds=KINDS)


@blueprint.get("/exemples")
def examples() -> str:
    """Show the example queries, the shortest first, each with a link that runs it."""
    found = sorted(folder("examples").values(), key=lambda query: len(query.body))
    return render_template("examples.html", examples=found)


def _index(kind: Kind) -> str:
    page = read_index(release().engine, kind, page_number(), request.args.get("lettre", ""))
    return render_template("index.html", page=page)


def _without_slash() -> BaseResponse:
    return redirect(request.full_path.replace("/?", "?", 1).rstrip("?"), 308)


for _kind in KINDS:
    blueprint.add_url_rule(_kind.index, _kind.index.strip("/"), _index, defaults={"kind": _kind})
for _page in (*(kind.index for kind in KINDS), "/exemples", "/recherche", "/sparql", "/ontology"):
    blueprint.add_url_rule(f"{_page}/", f"{_page.strip('/')}/", _without_slash)
