"""Graphs of a release as they are published: name, number of triples, digest, lines."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final, cast

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from loader.corpus.problems import LoaderError
from loader.model import iris
from server.releases.layout import Manifest

VIEW: Final = "urn:metiers:vue"
"""What the default graph is called: in records, and in a store whose own is no graph."""


@dataclass(frozen=True, slots=True)
class PublishedGraph:
    """A graph: its IRI, or `VIEW`; how many triples; the SHA-256 of its N-Triples.

    The N-Triples are in the engine's order, which is the same wherever the store is.
    """

    name: str
    triples: int
    sha256: str


class _Tally:
    """A file that keeps nothing of what is written but its digest and its number of lines."""

    def __init__(self) -> None:
        self.lines = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing waits."""


def describe_graphs(store: Store, manifest: Manifest) -> list[PublishedGraph]:
    """Return the graphs of a release, the view first; LoaderError if it has not its quads."""
    names = sorted(node.value for node in store.named_graphs() if isinstance(node, NamedNode))
    found = [_described(store, name) for name in (VIEW, *names)]
    own = iris.own_graph("release").value
    quads = sum(graph.triples for graph in found if graph.name != own)
    expected = manifest.counts["quads"]
    if quads != expected:
        raise LoaderError(
            f"la release {manifest.digest[:12]} a {quads} quads, son manifeste en dit {expected} :"
            " la rebâtir (« metiers build »)"
        )
    return [graph for graph in found if graph.triples]


def _described(store: Store, name: str) -> PublishedGraph:
    tally = _Tally()
    _dump(store, name, cast("IO[bytes]", tally))
    return PublishedGraph(name, tally.lines, tally.digest.hexdigest())


def _dump(store: Store, name: str, output: IO[bytes]) -> None:
    graph = DefaultGraph() if name == VIEW else NamedNode(name)
    store.dump(output, format=RdfFormat.N_TRIPLES, from_graph=graph)


def lines_of(store: Store, name: str) -> Iterator[bytes]:
    """Yield the lines of a graph, in N-Triples; they pass through a file, not through memory."""
    with TemporaryFile() as file:
        _dump(store, name, file)
        file.seek(0)
        yield from file
