"""The page of the tree of the ROME; a script asks it for one branch at a time."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from server.current import release
from server.problem import ProblemError
from server.see.tree import path_to, read_children, read_trees

__all__ = ["blueprint"]

blueprint = Blueprint("arbre", __name__)


@blueprint.get("/rome/arbre")
def arbre() -> str:
    """Show the grands domaines of each version that is loaded."""
    return render_template("arbre.html", trees=read_trees(release().engine, ()), opened="")


@blueprint.get("/rome/arbre/")
def without_slash() -> BaseResponse:
    """Send to the address of the page."""
    return redirect("/rome/arbre", 308)


@blueprint.get("/rome/arbre/<path:key>")
def branch(key: str) -> str:
    """Show the tree open down to a thing (``v3/M16``), or its children alone (``?forme=branche``).

    What is asked for alone goes into a page that is already there.
    """
    engine = release().engine
    path = path_to(engine, key)
    if path is None:
        raise ProblemError(404, gettext("Le ROME n'a pas de « %(key)s ».", key=key))
    if request.args.get("forme") == "branche":
        children = read_children(engine, path[-1], len(path) + 1, ())
        return render_template("arbre_branche.html", nodes=children)
    return render_template("arbre.html", trees=read_trees(engine, path), opened=key)
