"""Dereferencing: ``/id`` sends to ``/doc``, which negotiates its form or is told one."""

from collections.abc import Mapping

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from ontology import base
from queries import find
from server.browse.thing_pages import graph_page, ontology_page, thing_page
from server.engine.formats import ALIASES, content_type
from server.http.language import gettext
from server.http.negotiation import profiles
from server.http.problems import ProblemError
from server.iris import document, link, split_suffix
from server.linked_data.description import description
from server.linked_data.document_forms import FORMS, GRAPH_FORMS, HTML, chosen_form, links
from server.releases.current import release
from server.settings import SETTINGS
from server.sparql.data_road import from_data_road

__all__ = ["blueprint"]

blueprint = Blueprint("resource", __name__)

_COMPACTED = "http://www.w3.org/ns/json-ld#compacted"
_EXPANDED = "http://www.w3.org/ns/json-ld#expanded"


@blueprint.get("/id/<path:path>")
def identify(path: str) -> BaseResponse:
    """Send from a thing to the document that describes it: 303, for no thing is a document."""
    iri = f"{base()}id/{path}"
    if path == f"release/{release().manifest.digest}":
        return redirect(link(iri) or "/", 303)
    _known(iri)
    return redirect(document(path).url(), 303)


@blueprint.get("/doc/<path:path>")
def describe(path: str) -> BaseResponse:
    """Serve what is known of a thing; a part sends to the document of its whole."""
    stem, suffix = split_suffix(path)
    whole = document(stem)
    if whole.path != stem:
        _known(f"{base()}id/{stem}")
        return redirect(whole.url(suffix), 303)
    iri = _known(whole.iri)
    chosen = chosen_form(request.headers.getlist("Accept"), suffix, FORMS)
    written = ALIASES.get(chosen, chosen)
    if written == HTML:
        return _document(f"doc/{stem}", suffix, FORMS, thing_page(whole))
    profile = _profile(written)
    body = description(iri, written, is_expanded=profile == _EXPANDED)
    response = _document(f"doc/{stem}", suffix, FORMS, body, chosen)
    if written == "application/ld+json":
        schema = f"{current_app.config[SETTINGS].canonical_root}ontology/schemas/document.json"
        response.headers.add("Link", f'<{schema}>; rel="describedby"')
    if profile and chosen == written:
        response.headers["Content-Type"] = f'{written};profile="{profile}"'
    return response


def _profile(media_type: str) -> str:
    """Return the profile of JSON-LD that a client wishes and that we have, empty without one."""
    wished = profiles(request.headers.getlist("Accept"), media_type)
    known = (_COMPACTED, _EXPANDED) if media_type == "application/ld+json" else ()
    return next((each for each in known if each in wished), "")


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> Response:
    """Serve the triples of a named graph, or the page that sums it up."""
    answer = from_data_road()
    if answer is not None:
        return answer
    stem, suffix = split_suffix(path)
    return _document(f"graph/{stem}", suffix, GRAPH_FORMS, graph_page(f"{base()}graph/{stem}"))


@blueprint.get("/ontology")
@blueprint.get("/ontology.<suffix>")
def ontology(suffix: str = "") -> Response:
    """Serve the vocabulary: the graph ``graph/ontologie``, or the page that lists its terms."""
    return from_data_road() or _document("ontology", suffix, FORMS, ontology_page())


def _document(
    path: str, suffix: str, forms: Mapping[str, str], body: str | bytes, chosen: str = HTML
) -> Response:
    """Return a document under the media type that was chosen, with the addresses of its forms."""
    response = Response(body, content_type=content_type(chosen))
    root = current_app.config[SETTINGS].canonical_root
    for link_to in links(root, path, ALIASES.get(chosen, chosen), forms):
        response.headers.add("Link", link_to)
    return response


def _named_node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        detail = gettext("Cette adresse ne peut être celle d'aucune chose.")
        raise ProblemError(404, detail) from None


def _known(iri: str) -> ox.NamedNode:
    """Return the term for an IRI that the graph knows; ProblemError 404 for others."""
    node = _named_node(iri)
    if not release().engine.ask(find("browse/exists"), iri=node):
        name = iri.removeprefix(f"{base()}id/")
        detail = gettext("Rien n'est connu ici sous le nom « %(name)s ».", name=name)
        raise ProblemError(404, detail)
    return node
