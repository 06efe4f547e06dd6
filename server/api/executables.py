"""Executables: the library in RDF, one `sh:SPARQLExecutable` a query (SHACL, SIB's examples).

What collects examples of endpoints reads it at ``/.well-known/sparql-examples``. No blank node:
declarations of prefixes have IRIs, too.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from ontology import base, prefixes
from server.api.library import LibraryQuery, library

__all__ = ["DOCUMENT", "executables"]

DOCUMENT: Final = ".well-known/sparql-examples"
"""The path of the document, under the base of the IRIs."""
_CLASSES: Final = {
    "select": "sh:SPARQLSelectExecutable",
    "construct": "sh:SPARQLConstructExecutable",
    "ask": "sh:SPARQLAskExecutable",
}


def executables(endpoint: ox.NamedNode) -> list[ox.Triple]:
    """Return each query with its text, its names and its keywords, in the order of N-Triples.

    `endpoint` is where they can be asked.
    """
    found = {*_declarations()}
    for query in library().values():
        found.update(_executable(query, endpoint))
    return sorted(found, key=lambda triple: f"{triple} .")


def _executable(query: LibraryQuery, endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
    def said(name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(subject, _term(name), value)

    subject, about = _named(query.name), query.query
    yield said("rdf:type", _term("sh:SPARQLExecutable"))
    yield said("rdf:type", _term(_CLASSES[query.form]))
    yield said("sh:prefixes", _named("prefixes"))
    yield said(f"sh:{query.form}", ox.Literal(about.body))
    for language in (
        "fr",
        *(name.removeprefix("title_") for name in about.said if "title_" in name),
    ):
        yield said("rdfs:label", ox.Literal(about.title_in(language), language=language))
        yield said("rdfs:comment", ox.Literal(about.description_in(language), language=language))
    for tag in about.tags:
        yield said("schema:keywords", ox.Literal(tag, language="fr"))
    yield said("schema:target", endpoint)


def _declarations() -> Iterator[ox.Triple]:
    """Yield the prefixes that the queries use."""
    everything = _named("prefixes")
    yield ox.Triple(everything, _term("rdf:type"), _term("owl:Ontology"))
    texts = [query.query.text for query in library().values()]
    for prefix, namespace in prefixes().items():
        if any(f"PREFIX {prefix}: " in text for text in texts):
            one = _named(f"prefix-{prefix}")
            yield ox.Triple(everything, _term("sh:declare"), one)
            yield ox.Triple(one, _term("rdf:type"), _term("sh:PrefixDeclaration"))
            yield ox.Triple(one, _term("sh:prefix"), ox.Literal(prefix))
            literal = ox.Literal(namespace, datatype=_term("xsd:anyURI"))
            yield ox.Triple(one, _term("sh:namespace"), literal)


def _named(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base()}{DOCUMENT}#{name}")


def _term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(prefixes()[prefix] + local)
