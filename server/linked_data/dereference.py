"""Dereferencing: ``/id`` sends to ``/doc``, which negotiates its form or is told one."""

from collections.abc import Callable, Mapping

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from ontology import base
from queries import find
from server.browse.thing_pages import graph_page, ontology_page, thing_page
from server.engine.formats import ALIASES, GRAPH, NAMES, QUADS, content_type
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.iris import document, link, split_suffix
from server.linked_data.description import description, in_graph
from server.releases.current import release
from server.sparql.streamed_response import send

__all__ = ["blueprint"]

blueprint = Blueprint("resource", __name__)

_HTML = "text/html"
_OF_GRAPH = {"html": _HTML, **{name: kind for name, kind in NAMES.items() if kind in GRAPH}}
_FORMS = {name: kind for name, kind in _OF_GRAPH.items() if kind not in QUADS}
"""By suffix, the forms of a document; a graph has those besides that can name it."""


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

    return _negotiated(
        f"doc/{stem}", suffix, lambda: thing_page(whole), lambda kind: description(iri, kind)
    )


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> BaseResponse:
    """Serve the triples of a named graph, or the page that sums it up."""
    stem, suffix = split_suffix(path)
    iri = _named_node(f"{base()}graph/{stem}")
    if not release().engine.ask(find("browse/graph_exists"), graph=iri):
        raise ProblemError(404, gettext("Aucun graphe ne s'appelle « %(name)s ».", name=stem))
    return _negotiated(
        f"graph/{stem}",
        suffix,
        lambda: graph_page(iri.value),
        lambda kind: _graph(iri, kind),
        _OF_GRAPH,
    )


@blueprint.get("/ontology")
@blueprint.get("/ontology.<suffix>")
def ontology(suffix: str = "") -> BaseResponse:
    """Serve the vocabulary: the graph ``graph/ontologie``, or the page that lists its terms."""
    if suffix and suffix not in _FORMS:
        raise ProblemError(404, gettext("Le vocabulaire ne se sert pas sous cette forme."))
    iri = ox.NamedNode(f"{base()}graph/ontologie")
    return _negotiated("ontology", suffix, ontology_page, lambda kind: _graph(iri, kind))


def _graph(iri: ox.NamedNode, media_type: str) -> Response:
    query, quads = find("browse/graph_triples"), media_type in QUADS
    kind = "application/n-triples" if quads else media_type
    answer = release().engine.construct(query, kind, graph=iri)
    return send(in_graph(answer, iri, media_type) if quads else answer)


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


def _negotiated(
    path: str,
    suffix: str,
    page: Callable[[], str],
    triples: Callable[[str], Response],
    forms: Mapping[str, str] = _FORMS,
) -> Response:
    """Serve the form that the suffix names, else the one that the client prefers.

    Link headers name the canonical address of the document and those of its other forms.
    """
    if suffix and suffix not in forms:
        detail = gettext("Ce document n'a pas de forme « %(name)s ».", name=suffix)
        raise ProblemError(404, detail)
    offered = (*forms.values(), *ALIASES)
    chosen = forms.get(suffix) or choose(request.headers.getlist("Accept"), offered)
    if chosen is None:
        types = ", ".join(offered)
        raise ProblemError(406, gettext("Ce document se sert en %(types)s.", types=types))
    media_type = ALIASES.get(chosen, chosen)
    response = Response(page(), mimetype=_HTML) if media_type == _HTML else triples(media_type)
    if chosen != media_type:
        response.content_type = content_type(chosen)
    if not suffix:
        response.vary.add("Accept")
    response.headers.add("Link", f'<{base()}{path}>; rel="canonical"')
    for name, kind in forms.items():
        if kind != media_type:
            rel = "alternate describedby" if name == "ttl" else "alternate"
            response.headers.add("Link", f'</{path}.{name}>; rel="{rel}"; type="{kind}"')
    return response
