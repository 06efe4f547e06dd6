"""A graph as JSON-LD under the project's context: local names as keys, lists where many may be.

PyLD does the work: rdflib's serializer knows no compaction, and pyoxigraph writes expanded terms.
"""

import json
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ontology import context

__all__ = ["compacted"]


def compacted(ntriples: str) -> str:
    """Return a JSON-LD document that says what some N-Triples say, its context included.

    Expanding it gives the same triples back. Nodes come in the order of their IRIs.
    """
    from pyld import jsonld

    # Terms, not text: PyLD's own reader of N-Triples ends lines at U+2028 and its like.
    triples = [
        {
            "subject": _term(quad.subject),
            "predicate": _term(quad.predicate),
            "object": _term(quad.object),
        }
        for quad in parse(ntriples, RdfFormat.N_TRIPLES)
    ]
    nodes = jsonld.from_rdf({"@default": triples}, {"useNativeTypes": True})
    document = jsonld.compact(nodes, _context(), {"graph": True})
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _term(node: object) -> dict[str, str]:
    """Return a term as PyLD wants it."""
    if isinstance(node, NamedNode):
        return {"type": "IRI", "value": node.value}
    if isinstance(node, BlankNode):
        return {"type": "blank node", "value": str(node)}
    if isinstance(node, Literal):
        found = {"type": "literal", "value": node.value, "datatype": node.datatype.value}
        return {**found, "language": node.language} if node.language else found
    raise ValueError(f"un terme sans forme en JSON-LD : {node}")


@cache
def _context() -> dict[str, object]:
    return context()
