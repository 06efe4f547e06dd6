"""How tests ask a pool, and what of."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from server.engine import Answer, Question

Ask = Callable[[Question], Answer]

EX = "http://e/"
CSV = "text/csv"
JSON = "application/sparql-results+json"
NT = "application/n-triples"
XML = "application/sparql-results+xml"
RDF = "application/rdf+xml"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""A query that does not come to its end."""


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def body(answer: Answer) -> str:
    """Read an answer to its end."""
    return b"".join(answer.frames).decode()


def question(text: str, default_graphs: tuple[str, ...] = ()) -> Question:
    return Question(text, JSON, NT, default_graphs)


def write_store(folder: Path) -> Path:
    """Write what a pool needs of a release: four triples, and five thousand of one predicate."""
    store = ox.Store(str(folder / "store"))
    store.add(ox.Quad(node("a"), node("p"), node("b")))
    store.add(ox.Quad(node("a"), node("n"), ox.Literal(3)))
    store.add(ox.Quad(node("c"), node("p"), node("d"), node("g")))
    store.add(ox.Quad(node("e"), node("p"), node("f"), node("h")))
    store.bulk_extend(
        ox.Quad(node(f"s{n}"), node("many"), ox.Literal("x" * 100)) for n in range(5000)
    )
    store.flush()
    return folder
