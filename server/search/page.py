"""Search page, the same answer as JSON, and autocomplete: suggestions for what is being typed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from flask import Blueprint, Response, jsonify, render_template, request

from ontology import base
from ontology.words import root
from server.browse import name_lookup
from server.browse.pagination import page_number, paginate
from server.explore.facet_data import FacetData, FacetedMetier, read_facet_data
from server.explore.facet_values import value_labels
from server.explore.namesakes import formation_notes
from server.http.language import gettext
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.iris import link, tail
from server.releases.current import release
from server.search.index import SearchIndex
from server.search.matches import SearchHit, SearchResults, find_all, suggest
from server.search.ranking import TYPES
from server.search.wishes import WishView, wish_view

__all__ = ["ShownHit", "blueprint"]

blueprint = Blueprint("search", __name__)

_LONGEST = 200
_ON_A_PAGE = 25
_SUGGESTIONS = 10
_BEFORE, _AFTER = "\x02", "\x03"
"""What stands around what matched in a passage: no text has them."""


@dataclass(frozen=True)
class ShownHit:
    """A result as a page shows it.

    `passage` is what the sheet says where it was found in its text, in parts, each perhaps `marked`
    as what matched; `metier` tells level and pay of a métier with a sheet; `note` tells a thing
    from another of its name.
    """

    hit: SearchHit
    passage: Sequence[tuple[str, bool]]
    metier: FacetedMetier | None
    note: str


@blueprint.get("/recherche")
def search() -> Response:
    """Answer ``?q=`` with what matches, best first, of one ``type`` if it is given."""
    text, type_ = _text(), next(iter(_types()), "")
    every = find_all(release().index, text)
    found = find_all(release().index, text, type_) if type_ else every
    data = read_facet_data(release().engine)
    wish = wish_view(data, text, found.intentions)
    hits = wish.narrow(found, type_)
    accepted = choose(request.headers.getlist("Accept"), ("text/html", "application/json"))
    if accepted == "application/json":
        response = _as_json(text, type_, found, hits, wish)
    else:
        present = {hit.type for hit in every.hits}
        known = {metier.iri: metier for metier in data.items}
        shown = paginate(hits, page_number(), _ON_A_PAGE)
        passages = _passages(release().index, shown.items, found.words)
        notes = _notes(shown.items)
        page = render_template(
            "search.html",
            q=text, chosen=type_, found=found, types=TYPES, wish=wish,
            hits=shown.of(
                lambda hit: ShownHit(
                    hit,
                    _parts(passages.get(hit.iri, "")),
                    known.get(hit.iri),
                    notes.get(hit.iri, ""),
                )
            ),
            kinds={name: kind for name, kind in TYPES.items() if name in present or name == type_},
            levels=_level_labels(data),
        )  # fmt: skip
        response = Response(page, mimetype="text/html")
    return response


def _level_labels(data: FacetData[FacetedMetier]) -> Mapping[str, str]:
    levels = {name: facet for name, facet in data.facets.items() if name == "niveau"}
    return value_labels(levels).get("niveau", {})


def _parts(passage: str) -> Sequence[tuple[str, bool]]:
    parts = [part for each in passage.split(_BEFORE) for part in each.split(_AFTER)]
    return [(part, bool(n % 2)) for n, part in enumerate(parts) if part]


def _notes(hits: Sequence[SearchHit]) -> Mapping[str, str]:
    """Return by IRI what tells a formation or a métier from another of its name."""
    engine = release().engine
    namesakes = name_lookup.namesakes(engine)
    return {
        **formation_notes(engine, (hit.iri for hit in hits)),
        **{hit.iri: tail(hit.iri) for hit in hits if hit.iri in namesakes},
    }


def _passages(
    index: SearchIndex, hits: Sequence[SearchHit], words: Sequence[str]
) -> Mapping[str, str]:
    """Return by IRI what sheets say that has all words, else some, where a text was found."""
    iris = [hit.iri for hit in hits if hit.reason == "text"]
    every, some = (sign.join(f'"{word}"' for word in words) for sign in (" AND ", " OR "))
    alike = " OR ".join(f'"{root(word)}" *' for word in words)
    found: dict[str, str] = {}
    for number, thing in index.things([n for n, _ in index.numbers_of(iris)]).items():
        said = (index.passage(number, each, _BEFORE, _AFTER) for each in (every, some, alike))
        found[thing.iri] = next(filter(None, said), "")
    return found


@blueprint.get("/suggestions")
def suggestions() -> Response:
    """Answer ``?q=``, what is being typed, with the things whose names begin like it.

    They are of the types that ``type=`` names, or of any.
    With ``format=opensearch``, as browsers ask (OpenSearch Suggestions 1.1): the text, then names.
    """
    keys = ("iri", "label", "type", "matched")
    hits = suggest(release().index, _text(), _SUGGESTIONS, _types())
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


def _types() -> Sequence[str]:
    """Return the types that ``type=`` names; ProblemError (400) where one is none."""
    types = [each for each in request.args.getlist("type")[: len(TYPES)] if each]
    if not TYPES.keys() >= {*types}:
        names = ", ".join(TYPES)
        detail = gettext("Le paramètre « type » vaut l'un de ces mots : %(names)s.", names=names)
        raise ProblemError(400, detail)
    return types


def _text() -> str:
    return request.args.get("q", "")[:_LONGEST]


def _as_json(
    text: str, type_: str, found: SearchResults, hits: Sequence[SearchHit], wish: WishView
) -> Response:
    page = paginate(hits, page_number(), _ON_A_PAGE)
    filters = [
        {"facet": each.facet, "value": each.value, "label": each.label} for each in wish.filters
    ]
    return jsonify(
        q=text, type=type_, spelling=found.spelling, total=page.total, truncated=found.is_cut,
        partial=found.is_partial, page=page.number, pages=page.last, base=base(),
        intentions=filters, explorer=wish.address,
        results=[{**asdict(hit), "url": link(hit.iri)} for hit in page.items],
    )  # fmt: skip
