"""The search page, and the same answer as JSON."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template, request

from ontology import base
from server.browse.kinds import KINDS
from server.browse.pages import page_number
from server.browse.paging import paginate
from server.current import release
from server.iris import link
from server.negotiate import choose
from server.problem import ProblemError
from server.search.finder import find_all

__all__ = ["blueprint"]

blueprint = Blueprint("search", __name__)

_LONGEST = 200
_MOST = 200


@blueprint.get("/recherche")
def search() -> Response:
    """Answer ``?q=`` with what matches, best first, of one ``type`` if it is given."""
    text = request.args.get("q", "")[:_LONGEST]
    type_ = request.args.get("type", "")
    if type_ and type_ not in {kind.name for kind in KINDS}:
        names = ", ".join(kind.name for kind in KINDS)
        raise ProblemError(400, f"Le paramètre « type » vaut l'un de ces mots : {names}.")
    found = find_all(release().index, release().names, text)
    wanted = [hit for hit in found if type_ in ("", hit.type)]
    hits = paginate(wanted[:_MOST], page_number())
    accepted = choose(request.headers.getlist("Accept"), ("text/html", "application/json"))
    if accepted == "application/json":
        results = [{**asdict(hit), "url": link(hit.iri)} for hit in hits.items]
        response = jsonify(
            q=text, type=type_, total=hits.total, truncated=len(wanted) > _MOST, page=hits.number,
            pages=hits.last, base=base(), results=results,
        )  # fmt: skip
    else:
        present = {hit.type for hit in found}
        page = render_template(
            "search.html", q=text, chosen=type_, hits=hits, truncated=len(wanted) > _MOST,
            kinds={kind.name: kind for kind in KINDS if kind.name in present},
        )  # fmt: skip
        response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response
