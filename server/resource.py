"""Every IRI of the data answers: ``/id`` sends to ``/doc``, which negotiates or is told a form."""

from collections.abc import Callable

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from ontology import base
from ontology.jsonld import compacted
from ontology.turtle import turtle
from queries import find
from server.browse.pages import graph_page, ontology_page, thing_page
from server.current import release
from server.engine.formats import GRAPH, NAMES, content_type
from server.iris import document, split_suffix
from server.negotiate import choose
from server.problem import ProblemError
from server.streaming import send

__all__ = ["blueprint"]

blueprint = Blueprint("resource", __name__)

_HTML = "text/html"
_WRITERS = {"text/turtle": turtle, "application/ld+json": compacted}
_FORMS = {"html": _HTML, **{name: kind for name, kind in NAMES.items() if kind in GRAPH}}


@blueprint.get("/id/<path:path>")
def identify(path: str) -> BaseResponse:
    """Send from a thing to the document that describes it: 303, for no thing is a document."""
    _known(f"{base()}id/{path}")
    return redirect(document(path).url(), 303)


@blueprint.get("/doc/<path:path>")
def describe(path: str) -> BaseResponse:
    """Serve what is known of a thing; a part sends to the document of its whole."""
    stem, suffix = split_suffix(path)
    iri = _known(f"{base()}id/{stem}")
    whole = document(stem)
    if whole.path != stem:
        return redirect(whole.url(suffix), 303)

    return _negotiated(
        f"doc/{stem}", suffix, lambda: thing_page(whole), lambda kind: _description(iri, kind)
    )


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> BaseResponse:
    """Serve the triples of a named graph, or the page that sums it up."""
    stem, suffix = split_suffix(path)
    iri = _named_node(f"{base()}graph/{stem}")
    if not release().engine.ask(find("browse/graph_exists"), graph=iri):
        raise ProblemError(404, f"Aucun graphe ne porte le nom {iri.value}.")
    return _negotiated(
        f"graph/{stem}", suffix, lambda: graph_page(iri.value), lambda kind: _graph(iri, kind)
    )


@blueprint.get("/ontology")
@blueprint.get("/ontology.<suffix>")
def ontology(suffix: str = "") -> BaseResponse:
    """Serve the vocabulary: the graph ``graph/ontologie``, or the page that lists its terms."""
    if suffix and suffix not in _FORMS:
        raise ProblemError(404, "Le vocabulaire ne se sert pas sous cette forme.")
    iri = ox.NamedNode(f"{base()}graph/ontologie")
    return _negotiated("ontology", suffix, ontology_page, lambda kind: _graph(iri, kind))


def _description(iri: ox.NamedNode, media_type: str) -> Response:
    """Return what is known of a thing: a document, in the same bytes as long as it says the same.

    Turtle under the prefixes in use and JSON-LD under the project's context; N-Triples and
    RDF/XML as the engine writes them.
    """
    query = find("browse/describe")
    if media_type not in _WRITERS:
        return send(release().engine.construct(query, media_type, iri=iri))
    frames = release().engine.construct(query, "application/n-triples", iri=iri).frames
    lines = b"".join(frames).decode().splitlines(keepends=True)
    text = _WRITERS[media_type]("".join(sorted(lines)))
    return Response(text, content_type=content_type(media_type))


def _graph(iri: ox.NamedNode, media_type: str) -> Response:
    return send(release().engine.construct(find("browse/graph_triples"), media_type, graph=iri))


def _named_node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise ProblemError(404, "Cette adresse ne peut être celle d'aucune chose.") from None


def _known(iri: str) -> ox.NamedNode:
    """Return the term for an IRI that the graph knows; ProblemError 404 for others."""
    node = _named_node(iri)
    if not release().engine.ask(find("browse/exists"), iri=node):
        raise ProblemError(404, f"Le graphe ne connaît pas {iri}.")
    return node


def _negotiated(
    path: str, suffix: str, page: Callable[[], str], triples: Callable[[str], Response]
) -> Response:
    """Serve the form that the suffix names, else the one that the client prefers.

    Link headers name the canonical address of the document and those of its other forms.
    """
    offered = tuple(_FORMS.values())
    media_type = _FORMS.get(suffix) or choose(request.headers.getlist("Accept"), offered)
    if media_type is None:
        raise ProblemError(406, f"Ce document se sert en {', '.join(offered)}.")
    response = Response(page(), mimetype=_HTML) if media_type == _HTML else triples(media_type)
    if not suffix:
        response.vary.add("Accept")
    response.headers.add("Link", f'<{base()}{path}>; rel="canonical"')
    for name, kind in _FORMS.items():
        if kind != media_type:
            rel = "alternate describedby" if name == "ttl" else "alternate"
            response.headers.add("Link", f'</{path}.{name}>; rel="{rel}"; type="{kind}"')
    return response
