"""Organisations that publish, as DCAT-AP wants them: agents with a name, not their name alone."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import TYPE, Triple, term

_PUBLISHER, _AGENT = term("dct:publisher"), term("foaf:Agent")
_NAME, _LABEL = term("foaf:name"), term("rdfs:label")
_AND: Final = ", "


def publisher_triples(published: NamedNode, names: str) -> Iterator[Triple]:
    """Yield who publishes something; several have a comma between their names."""
    for name in names.split(_AND):
        node = iris.organisation(name)
        yield published, _PUBLISHER, node
        yield node, TYPE, _AGENT
        yield node, _NAME, Literal(name)
        yield node, _LABEL, Literal(name)
