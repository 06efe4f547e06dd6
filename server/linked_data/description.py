"""Description of a thing, or of a graph, as a document of triples in the format asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import pyoxigraph as ox
from flask import Response

from ontology import prefixes
from ontology.jsonld import compacted
from ontology.turtle import turtle
from queries import Query, find
from server.browse.kinds import kind_of
from server.engine import Answer, Frames
from server.engine.formats import GRAPH, content_type
from server.releases.current import release
from server.sparql.streamed_response import Rewritten, whole_lines

__all__ = ["description", "document", "in_graph"]

_END = b" .\n"


def description(iri: ox.NamedNode, media_type: str) -> Response:
    """Return what is known of a thing: a document, in the same bytes as long as it says the same.

    Turtle and RDF/XML under the prefixes in use, JSON-LD under the project's context. The engine
    gives triples in another order each time it starts: they are sorted, as a strong tag promises.
    """
    triples = release().engine.triples(_query(iri.value), iri=iri)
    return document(triples, media_type, iri.value)


def document(triples: Sequence[ox.Triple], media_type: str, iri: str) -> Response:
    """Return what some triples say in a format of graphs, the node of an IRI first in JSON-LD."""
    body: str | bytes | None
    if media_type == "text/turtle":
        body = turtle(triples)
    elif media_type == "application/ld+json":
        body = compacted(triples, iri)
    else:
        body = ox.serialize(triples, format=GRAPH[media_type], prefixes=dict(prefixes()))
    return Response(body, content_type=content_type(media_type))


def _query(iri: str) -> Query:
    kind = kind_of(iri)
    if kind is None:
        return find("browse/describe_resource")
    return find("browse/describe" if kind.name == "metier" else "browse/describe_concept")


def in_graph(answer: Answer, graph: ox.NamedNode, media_type: str) -> Answer:
    """Return an answer in N-Triples as N-Quads or TriG, all of it in a graph."""
    write = _lines if media_type == "application/n-quads" else _block
    frames = Rewritten(answer.frames, partial(write, name=str(graph).encode()))
    return replace(answer, media_type=media_type, frames=frames)


def _lines(frames: Frames, name: bytes) -> Iterator[bytes]:
    """Yield whole lines with the graph before their full stop: no text holds an end of line."""
    for lines in whole_lines(frames):
        yield lines.replace(_END, b" " + name + _END)


def _block(frames: Frames, name: bytes) -> Iterator[bytes]:
    yield name + b" {\n"
    yield from frames
    yield b"}\n"
