"""Formats on offer: the media types of serialisations, in the server's order of preference."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pyoxigraph import QueryResultsFormat, RdfFormat

__all__ = [
    "ALIASES",
    "GRAPH",
    "NAMES",
    "QUADS",
    "SHEET",
    "SOLUTIONS",
    "SYNONYMS",
    "XLSX",
    "XML",
    "content_type",
]

SOLUTIONS: Mapping[str, QueryResultsFormat] = MappingProxyType(
    {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
        "application/xml": QueryResultsFormat.XML,
        "text/csv": QueryResultsFormat.CSV,
        "text/tab-separated-values": QueryResultsFormat.TSV,
    }
)
GRAPH: Mapping[str, RdfFormat] = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/ld+json": RdfFormat.JSON_LD,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/rdf+xml": RdfFormat.RDF_XML,
        "application/trig": RdfFormat.TRIG,
        "application/n-quads": RdfFormat.N_QUADS,
    }
)
QUADS = frozenset({"application/trig", "application/n-quads"})
"""The formats that can name graphs; a graph without name is their default graph."""
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "application/json": "application/ld+json",
        "application/xml": "application/rdf+xml",
        "text/plain": "application/n-triples",
        "text/n3": "text/turtle",
    }
)
"""Wider types under which a format of `GRAPH` is served to those who ask for them."""
SHEET = "text/csv; header=present"
"""Solutions for a spreadsheet, which are no CSV of the W3C: `engine/spreadsheet.py`."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""A workbook, of typed rows only: `engine/typed_rows.py`."""
XML = frozenset({"application/sparql-results+xml", "application/xml", "application/rdf+xml"})
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "ttl": "text/turtle",
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
        "trig": "application/trig",
        "nq": "application/n-quads",
    }
)
"""Short names, used as suffixes of documents and as values of the parameter `format`."""
SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "srj": "json", "srx": "xml", "turtle": "ttl", "n3": "ttl", "json-ld": "jsonld",
        "ntriples": "nt", "n-triples": "nt", "rdfxml": "rdf", "rdf+xml": "rdf", "rdf/xml": "rdf",
        "nquads": "nq", "n-quads": "nq",
    }
)  # fmt: skip
"""What clients of other endpoints say for a short name."""


@cache
def content_type(media_type: str) -> str:
    """Return the header for a media type: text says its charset."""
    name, *parameters = media_type.split(";")
    said = [name, " charset=utf-8"] if name.startswith("text/") else [name]
    return ";".join((*said, *parameters))
