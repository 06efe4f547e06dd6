"""How tests ask a pool, and what of."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import psutil
import pyoxigraph as ox

from server.engine import Answer, Question
from server.engine.pool.limits import QueryLimits
from server.gateway.wsgi import Call
from server.settings import Settings
from server.sparql.query_pool import QueryPool

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


class Asking:
    """A pool with a forker of its own, asked from threads, as the pages of a site do."""

    def __init__(self, limits: QueryLimits) -> None:
        self.pool = QueryPool(Settings(limits=limits, threads=64))

    def ask(
        self,
        question: Question,
        release: Path,
        client: str,
        seconds: float | None = None,
        call: Call | None = None,
    ) -> Answer:
        return self.pool.ask_from_thread(question, release, client, seconds, call or Call())

    def prepare(self, release: Path) -> None:
        self.pool.ready(release)

    def figures(self) -> dict[str, int]:
        return self.pool.figures()

    @property
    def forker(self) -> psutil.Process:
        """The process that the workers are forked from."""
        return psutil.Process(self.pool._forkers[-1].pid)

    def workers(self) -> list[psutil.Process]:
        found: list[psutil.Process] = self.forker.children()
        return found

    def __enter__(self) -> "Asking":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.pool.close()


def eventually(true: Callable[[], bool], patience: float = 3.0) -> None:
    """Wait until something is true."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
