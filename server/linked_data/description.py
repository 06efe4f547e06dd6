"""What is known of a thing, as a document of triples."""

import json
from collections.abc import Iterator
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
from server.sparql.streamed_response import Rewritten, send, whole_lines

__all__ = ["description", "in_graph", "written"]

_END = b" .\n"


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


def description(iri: ox.NamedNode, media_type: str) -> Response:
    """Return what is known of a thing: a document, in the same bytes as long as it says the same.

    Turtle under the prefixes in use and JSON-LD under the project's context; N-Triples and
    RDF/XML as the engine writes them.
    """
    query = _query(iri.value)
    if media_type not in ("text/turtle", "application/ld+json"):
        return send(release().engine.construct(query, media_type, iri=iri))
    frames = release().engine.construct(query, "application/n-triples", iri=iri).frames
    lines = b"".join(frames).decode().split("\n")  # not splitlines: U+2028 stands in texts
    return written("\n".join(sorted(filter(None, lines))), media_type, iri.value)


def written(ntriples: str, media_type: str, iri: str) -> Response:
    """Return what some N-Triples say in a format of graphs, the node of an IRI first in JSON-LD."""
    body: str | bytes | None
    if media_type == "text/turtle":
        body = turtle(ntriples)
    elif media_type == "application/ld+json":
        body = _led(compacted(ntriples), iri)
    else:
        parsed = ox.parse(ntriples, ox.RdfFormat.N_TRIPLES)
        body = ox.serialize(parsed, format=GRAPH[media_type], prefixes=dict(prefixes()))
    return Response(body, content_type=content_type(media_type))


def _query(iri: str) -> Query:
    kind = kind_of(iri)
    if kind is None:
        return find("browse/describe_resource")
    return find("browse/describe" if kind.name == "metier" else "browse/describe_concept")


def _led(document: str, iri: str) -> str:
    """Return a JSON-LD document with the node of an IRI before the others."""
    read = json.loads(document)
    if "@graph" in read:
        read["@graph"].sort(key=lambda node: node.get("id") != iri)
    return json.dumps(read, ensure_ascii=False, indent=1) + "\n"
