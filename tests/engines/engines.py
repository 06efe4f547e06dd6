"""Engines of others, each a real server on the loopback, over the graph of a release."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from loader.publish.graphs import VIEW
from server.engine.remote.address import RemoteAddress
from tests.engines import programs

__all__ = ["ENGINES", "oxigraph", "started"]


def started(name: str, store: ox.Store, folder: Path) -> AbstractContextManager[RemoteAddress]:
    """Start the engine of a name over the quads of a store; skip, with why, where it is absent."""
    return ENGINES[name](store, folder)


@contextmanager
def oxigraph(
    store: ox.Store, folder: Path, *options: str, view: str = ""
) -> Iterator[RemoteAddress]:
    """Start `oxigraph serve-read-only`, its view in a named graph if that has a name."""
    opened = ox.Store(str(folder / "oxigraph"))
    opened.bulk_extend(_named(store, view) if view else store)
    opened.flush()
    del opened
    with programs.oxigraph(folder / "oxigraph", *options) as address:
        yield RemoteAddress(f"{address}/query", view)


@contextmanager
def virtuoso(store: ox.Store, folder: Path) -> Iterator[RemoteAddress]:
    """Start Virtuoso, and load the quads with its own loader."""
    _dump(_named(store, VIEW), folder / "release.nq")
    with programs.virtuoso(folder) as running:
        running.sql("ld_dir('.', 'release.nq', 'urn:x'); rdf_loader_run(); checkpoint;")
        yield RemoteAddress(f"{running.address}/sparql", VIEW)


@contextmanager
def comunica(store: ox.Store, folder: Path) -> Iterator[RemoteAddress]:
    """Start Comunica over a file."""
    _dump(store, folder / "release.nq")
    with programs.comunica(folder, folder / "release.nq") as address:
        yield RemoteAddress(f"{address}/sparql")


ENGINES: Mapping[str, Callable[..., AbstractContextManager[RemoteAddress]]] = MappingProxyType(
    {"oxigraph": oxigraph, "virtuoso": virtuoso, "comunica": comunica}
)


def _named(store: ox.Store, view: str) -> Iterator[ox.Quad]:
    """Yield the quads of a store, its default graph as one that has a name."""
    name = ox.NamedNode(view)
    for quad in store:
        graph = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else name
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _dump(quads: Iterator[ox.Quad] | ox.Store, file: Path) -> None:
    with file.open("wb") as output:
        ox.serialize(quads, output, ox.RdfFormat.N_QUADS)
