"""Triples in a form to read: prefixes, and the language or the type of literals."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from loader.model.rdf_terms import Triple
from ontology import base, prefixes


def curie(node: NamedNode | Literal) -> str:
    """Return a literal with its language or type, an IRI with a prefix or below the base."""
    if isinstance(node, Literal):
        kind = node.language or node.datatype.value.rpartition("#")[2]
        return node.value if kind == "string" else f"{node.value}@{kind}"
    found = [
        f"{prefix}:{node.value.removeprefix(start)}"
        for prefix, start in prefixes().items()
        if node.value.startswith(start)
    ]
    return min(found, key=len) if found else node.value.removeprefix(base())


def said(triples: Iterable[Triple]) -> set[tuple[str, str, str]]:
    """Return triples in a form to read."""
    return {(curie(s), curie(p), curie(o)) for s, p, o in triples}
