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

__all__ = ["blueprint"]

blueprint = Blueprint("search", __name__)

_LONGEST = 200


@blueprint.get("/recherche")
def search() -> Response:
    """Answer ``?q=`` with what matches, best first, of one ``type`` if it is given."""
    text = request.args.get("q", "")[:_LONGEST]
    kind = request.args.get("type", "")
    hits = paginate(release().index.find(text, kind), page_number())
    accepted = choose(request.headers.getlist("Accept"), ("text/html", "application/json"))
    if accepted == "application/json":
        results = [{**asdict(hit), "url": link(hit.iri)} for hit in hits.items]
        response = jsonify(
            q=text, type=kind, total=hits.total, page=hits.number, pages=hits.last, base=base(),
            results=results,
        )  # fmt: skip
    else:
        page = render_template("search.html", q=text, kind=kind, hits=hits, kinds=KINDS)
        response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response
