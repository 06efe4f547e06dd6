"""Descriptions of the named graphs in `graph/release`: title, size and licence of each.

The licences of the publishers are kept apart: a graph has that of its source, and no other.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode

from loader.model import iris
from loader.model.rdf_terms import TYPE, Triple, french, integer, term
from loader.sources.catalogue import CC_BY, SOURCES
from ontology import base

_OWN: Final = {
    "ontologie": "Vocabulaire, nomenclatures et rapprochements",
    "sources": "Éditions, fichiers et provenance des graphes",
    "editions": "Ce que la dernière édition d'une nomenclature ne nomme plus",
    "sans-nom": "Le code de ce qu'aucune source ne nomme, à la place d'un libellé",
    "release": "Description de la release",
}
"""Titles of the project's own graphs."""


def graph_descriptions(release: NamedNode, graphs: Mapping[str, int]) -> Iterator[Triple]:
    """Yield what is known of some graphs, given by their IRIs with their numbers of triples."""
    for name, triples in graphs.items():
        yield from _description(release, NamedNode(name))
        yield NamedNode(name), term("void:triples"), integer(triples)
    yield from _description(release, iris.own_graph("release"))


def licence_of(graph: str) -> str:
    """Return the IRI of the licence of a named graph; KeyError if no source is known for it."""
    source = _source(graph)
    return CC_BY if source in _OWN else SOURCES[source].licence


def _description(release: NamedNode, graph: NamedNode) -> Iterator[Triple]:
    source = _source(graph.value)
    title = _OWN.get(source) or SOURCES[source].title
    yield release, term("void:subset"), graph
    yield graph, TYPE, term("void:Dataset")
    yield graph, term("dct:title"), french(title)
    yield graph, term("dct:license"), NamedNode(licence_of(graph.value))


def _source(graph: str) -> str:
    return graph.removeprefix(f"{base()}graph/").partition("/")[0]
