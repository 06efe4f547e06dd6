"""A graph as Turtle under the project's prefixes: the same bytes for the same triples."""

from pyoxigraph import RdfFormat, parse, serialize

from ontology import prefixes

__all__ = ["turtle"]


def turtle(ntriples: str) -> str:
    """Return what some N-Triples say, in their order, under the prefixes that they use.

    The prefixes come in alphabetical order: the serializer writes them in any.
    """
    used = {name: start for name, start in prefixes().items() if f"<{start}" in ntriples}
    text = serialize(parse(ntriples, RdfFormat.N_TRIPLES), format=RdfFormat.TURTLE, prefixes=used)
    *header, body = (text or b"").decode().split("\n", len(used))
    return "\n".join([*sorted(header), body])
