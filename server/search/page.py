"""Search page, the same answer as JSON, and autocomplete: suggestions for what is being typed."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template, request

from ontology import base
from server.browse.pagination import page_number, paginate
from server.http.language import gettext
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.iris import link
from server.releases.current import release
from server.search.matches import SearchResults, find_all, suggest
from server.search.ranking import TYPES

__all__ = ["blueprint"]

blueprint = Blueprint("search", __name__)

_LONGEST = 200
_ON_A_PAGE = 25
_SUGGESTIONS = 10


@blueprint.get("/recherche")
def search() -> Response:
    """Answer ``?q=`` with what matches, best first, of one ``type`` if it is given."""
    text, type_ = _text(), request.args.get("type", "")
    if type_ and type_ not in TYPES:
        names = ", ".join(TYPES)
        detail = gettext("Le paramètre « type » vaut l'un de ces mots : %(names)s.", names=names)
        raise ProblemError(400, detail)
    every = find_all(release().index, text)
    found = find_all(release().index, text, type_) if type_ else every
    accepted = choose(request.headers.getlist("Accept"), ("text/html", "application/json"))
    if accepted == "application/json":
        response = _as_json(text, type_, found)
    else:
        present = {hit.type for hit in every.hits}
        page = render_template(
            "search.html",
            q=text, chosen=type_, found=found, types=TYPES,
            hits=paginate(found.hits, page_number(), _ON_A_PAGE),
            kinds={name: kind for name, kind in TYPES.items() if name in present or name == type_},
        )  # fmt: skip
        response = Response(page, mimetype="text/html")
    return response


@blueprint.get("/suggestions")
def suggestions() -> Response:
    """Answer ``?q=``, what is being typed, with the things whose names begin like it.

    With ``format=opensearch``, as browsers ask (OpenSearch Suggestions 1.1): the text, then names.
    """
    keys = ("iri", "label", "type", "matched")
    hits = suggest(release().index, _text(), _SUGGESTIONS)
    if request.args.get("format") == "opensearch":
        response = jsonify([_text(), [hit.label for hit in hits]])
        response.mimetype = "application/x-suggestions+json"
        return response
    return jsonify([{key: getattr(hit, key) for key in keys} for hit in hits])


@blueprint.get("/suggestions.html")
def suggestions_of_field() -> str:
    """Answer the same as a list for the search field of a page, in the language of the page."""
    hits = suggest(release().index, _text(), _SUGGESTIONS)
    return render_template("suggestions.html", hits=hits, types=TYPES)


def _text() -> str:
    return request.args.get("q", "")[:_LONGEST]


def _as_json(text: str, type_: str, found: SearchResults) -> Response:
    hits = paginate(found.hits, page_number(), _ON_A_PAGE)
    return jsonify(
        q=text, type=type_, spelling=found.spelling, total=hits.total, truncated=found.is_cut,
        partial=found.is_partial, page=hits.number, pages=hits.last, base=base(),
        results=[{**asdict(hit), "url": link(hit.iri)} for hit in hits.items],
    )  # fmt: skip
