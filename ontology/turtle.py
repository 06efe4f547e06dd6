"""A graph as Turtle under the project's prefixes: the same bytes for the same triples."""

from collections.abc import Sequence

from pyoxigraph import RdfFormat, Triple, serialize

from ontology import prefixes

__all__ = ["turtle"]


def turtle(triples: Sequence[Triple]) -> str:
    """Return what some triples say, in their order, under the prefixes that they use.

    The prefixes come in alphabetical order: the serializer writes them in any.
    """
    text = " ".join(map(str, triples))
    used = {name: start for name, start in prefixes().items() if f"<{start}" in text}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=used)
    *header, body = (written or b"").decode().split("\n", len(used))
    return "\n".join([*sorted(header), body])
