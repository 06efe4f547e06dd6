"""The servers that are compared: started as their users start them, watched, ended by their pid."""

import gzip
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pyoxigraph as ox

from tests.bench.load import ask
from tests.site import free_port

__all__ = ["Memory", "Running", "ours", "oxigraph", "rdflib_endpoint"]

_BIN = Path(sys.executable).parent
_READY = "?query=ASK%20%7B%7D"
_QUIET = 25.0
"""Percents of one processor under which a server is at rest."""
_REST = 10.0
"""Seconds given to a server to finish what nobody waits for any more."""


@dataclass(frozen=True)
class Memory:
    """Megabytes of all the processes of a server: pages counted once, and as each sees them."""

    pss: float = 0.0
    rss: float = 0.0

    def at_most(self, other: "Memory") -> "Memory":
        """Return the higher of each."""
        return Memory(max(self.pss, other.pss), max(self.rss, other.rss))


@dataclass
class Running:
    """A server that runs; `address` takes SPARQL by GET."""

    name: str
    command: Sequence[str]
    address: str
    environ: Mapping[str, str] = field(default_factory=dict)
    patience: float = 60.0
    single: bool = False
    """Whether it answers one question at a time, so that what it can do may be reckoned."""
    folder: Path | None = None
    """Where it is started: a checkout imports its own modules."""
    process: psutil.Popen | None = None
    most: Memory = Memory()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environ = {**os.environ, **self.environ}
        quiet = subprocess.DEVNULL
        self.process = psutil.Popen(
            self.command, env=environ, cwd=self.folder, stdout=quiet, stderr=quiet
        )
        deadline = time.monotonic() + self.patience
        while True:
            try:
                ask(self.address, _READY, 10)
                return
            except (OSError, RuntimeError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        """End it and all its processes."""
        if self.process is None:
            return
        family = self._family()
        self.process.terminate()
        _, left = psutil.wait_procs(family, 10)
        for each in left:
            each.kill()
        self.process.wait(10)
        self.process = None

    def memory(self) -> Memory:
        """Return what it holds now, and note the most."""
        pss = rss = 0
        for each in self._family():
            try:
                held = each.memory_full_info()
            except psutil.NoSuchProcess:
                continue
            pss, rss = pss + held.pss, rss + held.rss
        now = Memory(pss / 1e6, rss / 1e6)
        self.most = self.most.at_most(now)
        return now

    def largest(self) -> float:
        """Return the megabytes of its largest process, pages that others share counted in part."""
        return max(each.memory_full_info().pss for each in self._family()) / 1e6

    def settle(self) -> None:
        """Wait for it to be at rest; start it anew if that takes too long."""
        deadline = time.monotonic() + _REST
        while self._busy() > _QUIET:
            if time.monotonic() > deadline:
                self.stop()
                self.start()
                return

    def _busy(self) -> float:
        before = self._used()
        time.sleep(0.2)
        return (self._used() - before) / 0.2 * 100

    def _used(self) -> float:
        used = 0.0
        for each in self._family():
            try:
                times = each.cpu_times()
            except psutil.NoSuchProcess:
                continue
            used += times.user + times.system
        return used

    def _family(self) -> list[psutil.Process]:
        assert self.process is not None
        return [self.process, *self.process.children(recursive=True)]


@contextmanager
def _running(server: Running) -> Iterator[Running]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def ours(home: Path, checkout: Path | None = None) -> Iterator[Running]:
    """Serve a home as a user does, without the bound on what one client may use.

    By this checkout, or by another one, which has a `.venv` of its own: it is then called `before`.
    """
    port, name = free_port(), "metiers" if checkout is None else "before"
    binaries = _BIN if checkout is None else checkout / ".venv" / "bin"
    command = [str(binaries / "metiers"), "serve", "--port", str(port)]
    environ = {"METIERS_HOME": str(home), "METIERS_BUDGET": "0", "METIERS_WAIT": "60"}
    address = f"http://127.0.0.1:{port}/sparql"
    server = Running(name, command, address, environ, folder=checkout)
    with _running(server):
        yield server


@contextmanager
def oxigraph(release: Path, folder: Path) -> Iterator[Running]:
    """Load the N-Quads of a release into a store in a folder, and serve it."""
    binary = str(_BIN / "oxigraph") if (_BIN / "oxigraph").exists() else shutil.which("oxigraph")
    if binary is None:
        raise SystemExit("oxigraph is not installed")
    store, lines, port = folder / "oxigraph", folder / "dataset.nq", free_port()
    _unpack(release / "dataset.nq.gz", lines)
    load = [binary, "load", "--location", str(store), "--file", str(lines)]
    subprocess.run(load, check=True, capture_output=True)
    lines.unlink()
    command = [binary, "serve-read-only", "-l", str(store), "-b", f"127.0.0.1:{port}"]
    with _running(Running("oxigraph", command, f"http://127.0.0.1:{port}/query")) as server:
        yield server


@contextmanager
def rdflib_endpoint(release: Path, folder: Path) -> Iterator[Running]:
    """Serve the default graph of a release, all that the questions read, with rdflib-endpoint.

    Its command serves the union of what it loads, so that the named graphs must stay away.
    """
    view, port = folder / "view.nt", free_port()
    store = ox.Store.read_only(str(release / "store"))
    store.dump(str(view), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    del store
    kept = "Oxigraph" if importlib.util.find_spec("oxrdflib") else "default"
    command = [
        str(_BIN / "rdflib-endpoint"), "serve", str(view),
        "--host", "127.0.0.1", "--port", str(port), "--store", kept,
    ]  # fmt: skip
    server = Running(
        "rdflib-endpoint", command, f"http://127.0.0.1:{port}/", patience=120, single=True
    )
    with _running(server):
        yield server


def _unpack(packed: Path, into: Path) -> None:
    with gzip.open(packed) as source, into.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
