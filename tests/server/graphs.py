"""Reads what the server serves with another implementation than the server's."""

import warnings

from rdflib import Graph

_FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}


def read(data: bytes, media_type: str) -> Graph:
    """Parse a serialisation with rdflib, whose JSON-LD reader warns of itself."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        return Graph().parse(data=data, format=_FORMATS[media_type])
