"""Description of a thing as a document of triples, in the format asked for."""

from collections.abc import Sequence

import pyoxigraph as ox

from ontology import prefixes
from ontology.jsonld import compacted
from ontology.turtle import turtle
from queries import Query, find
from server.browse.kinds import kind_of
from server.engine.formats import GRAPH
from server.releases.current import release

__all__ = ["description", "document"]


def description(iri: ox.NamedNode, media_type: str, *, is_expanded: bool = False) -> str | bytes:
    """Return what is known of a thing: a document, in the same bytes as long as it says the same.

    Turtle and RDF/XML under the prefixes in use, JSON-LD under the project's context unless it
    `is_expanded`. The engine gives triples in another order each time it starts: they are sorted,
    as a strong tag promises.
    """
    triples = release().engine.triples(_query(iri.value), iri=iri)
    if is_expanded:
        return ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b""
    return document(triples, media_type, iri.value)


def document(triples: Sequence[ox.Triple], media_type: str, iri: str) -> str | bytes:
    """Return what some triples say in a format of graphs, the node of an IRI first in JSON-LD."""
    if media_type == "text/turtle":
        return turtle(triples)
    if media_type == "application/ld+json":
        return compacted(triples, iri)
    found = ox.serialize(triples, format=GRAPH[media_type], prefixes=dict(prefixes()))
    assert found is not None
    return found


def _query(iri: str) -> Query:
    kind = kind_of(iri)
    if kind is None:
        return find("browse/describe_resource")
    return find("browse/describe" if kind.name == "metier" else "browse/describe_concept")
