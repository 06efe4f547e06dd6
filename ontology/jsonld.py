"""A graph as JSON-LD under the project's context: local names as keys, lists where many may be.

PyLD does the work: rdflib's serializer knows no compaction, and pyoxigraph writes expanded terms.
"""

import json
from collections.abc import Iterable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology import context

__all__ = ["compacted"]


def compacted(triples: Iterable[Triple], first: str = "") -> str:
    """Return a JSON-LD document that says what some triples say, its context included.

    Expanding it gives the same triples back. Nodes come in the order of their IRIs, but for the
    one of the IRI that is to be `first`.
    """
    from pyld import jsonld

    # Terms, not text: PyLD's own reader of N-Triples ends lines at U+2028 and its like.
    said = [
        {
            "subject": _term(triple.subject),
            "predicate": _term(triple.predicate),
            "object": _term(triple.object),
        }
        for triple in triples
    ]
    nodes = jsonld.from_rdf({"@default": said}, {"useNativeTypes": True})
    document = jsonld.compact(nodes, _context(), {"graph": True})
    document["@graph"].sort(key=lambda node: node.get("id") != first)
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
