"""A graph as JSON-LD under the project's context: local names as keys, lists where many may be.

PyLD does the work: rdflib's serializer knows no compaction, and pyoxigraph writes expanded terms.
"""

import json
from functools import cache

from ontology import context

__all__ = ["compacted"]


def compacted(ntriples: str) -> str:
    """Return a JSON-LD document that says what some N-Triples say, its context included.

    Expanding it gives the same triples back. Nodes come in the order of their IRIs.
    """
    from pyld import jsonld

    nodes = jsonld.from_rdf(ntriples, {"format": "application/n-quads", "useNativeTypes": True})
    document = jsonld.compact(nodes, _context(), {"graph": True})
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@cache
def _context() -> dict[str, object]:
    return context()
