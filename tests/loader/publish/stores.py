"""What remote stores answer, and whether it is a release exactly."""

import hashlib
import json
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from loader.model import iris

__all__ = ["ask", "exact", "facts_of", "readers"]

_OWN = iris.own_graph("release").value
_SOURCES = iris.own_graph("sources").value
JOINED = f"""SELECT ?digest ?view (COUNT(*) AS ?sources) {{
  GRAPH <{_OWN}> {{ ?release <http://purl.org/dc/terms/identifier> ?digest ;
                             <http://rdfs.org/ns/void#triples> ?view }}
  GRAPH <{_SOURCES}> {{ ?s ?p ?o }}
}} GROUP BY ?digest ?view"""
"""Two graphs, and what is said in one of the view: no two releases answer this alike."""
VIEW = "SELECT (COUNT(*) AS ?view) { ?s ?p ?o }"


def ask(address: str, query: str, path: str = "/query") -> list[tuple[str, ...]]:
    """Return the rows of a query, as texts, in its order of columns."""
    form = urllib.parse.urlencode({"query": query}).encode()
    headers = {"Accept": "application/sparql-results+json"}
    asked = urllib.request.Request(address + path, form, headers)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        found = json.load(answer)
    return [
        tuple(row[name]["value"] for name in found["head"]["vars"])
        for row in found["results"]["bindings"]
    ]


def exact(address: str) -> str:
    """Return the digest of what an Oxigraph answers, reckoned from all of its quads.

    What is said of the publication, and what waits, is no part of it; nor is the description of
    the release, which must say that digest.
    """
    before = None
    while before != (said := [row[0] for row in ask(address, JOINED)]):
        before = said  # a switch may end between two requests: then once more
        found = _digest_of_quads(address)
    assert said == ([found] if found else [])
    return found


def _digest_of_quads(address: str) -> str:
    asked = urllib.request.Request(f"{address}/store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        lines = answer.read().splitlines(keepends=True)
    ours = (b" <urn:metiers:", f" <{_OWN}> .\n".encode())
    kept = sorted(each for each in lines if not any(mark in each for mark in ours))
    return hashlib.sha256(b"".join(kept)).hexdigest() if kept else ""


def facts_of(release: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a release answers to the question of the readers."""
    store = Store.read_only(str(release / "store"))
    solutions = store.query(JOINED)
    assert isinstance(solutions, QuerySolutions)
    (row,) = solutions
    values = tuple(getattr(row[name], "value", "") for name in ("digest", "view", "sources"))
    return values, (values[1],)


@contextmanager
def readers(address: str, *releases: Path) -> Iterator[list[tuple[str, ...]]]:
    """Let two clients ask without a pause; give what they were answered: a release, or nothing."""
    right = [facts_of(each) for each in releases]
    found: list[tuple[str, ...]] = []
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                for query, column in ((JOINED, 0), (VIEW, 1)):
                    for row in ask(address, query):
                        known = row in [each[column] for each in right] or row == ("0",)
                        (found if known else wrong).append(row)
            except OSError as error:
                wrong.append(error)
            time.sleep(0.002)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert found
