"""Quads a second from files to an opened store, beside the engine's own load of the same lines."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.corpus import Files, everything
from tests.bench.to_store import LINES, STORE

_ROUNDS = 2
_BULK_LOAD = """\
import sys
from pyoxigraph import Store
store = Store(sys.argv[1])
store.bulk_load(path=sys.argv[2])
store.flush()
"""


@dataclass(frozen=True)
class Filled:
    """What filling a store took, and held at most; `lines` is a file of what it holds."""

    seconds: float
    peak: int
    quads: int
    lines: Path


def measure(_: Files) -> Iterator[tuple[str, str]]:
    """Yield the best of rounds that take turns, so that a busy machine is as busy for both."""
    files = everything()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = [], []
        for _round in range(_ROUNDS):
            ours.append(fill(files, Path(folder) / "ours"))
            theirs.append(_load(ours[-1].lines, Path(folder) / "theirs"))
    best = min(ours, key=lambda each: each.seconds)
    yield f"{files.name}, quads", f"{best.quads:,}"
    yield "files to an opened store, seconds", f"{best.seconds:.1f}"
    yield "files to an opened store, quads a second", f"{best.quads / best.seconds:,.0f}"
    yield "files to an opened store, peak memory, MB", f"{max(e.peak for e in ours) / 2**20:.0f}"
    yield f"{_loader()} of the same N-Quads, seconds", f"{min(theirs):.1f}"
    yield "ratio of the best rounds", f"{best.seconds / min(theirs):.2f}"
    for number, (mine, load) in enumerate(zip(ours, theirs, strict=True), 1):
        yield f"ratio of round {number}", f"{mine.seconds / load:.2f}"


def fill(files: Files, folder: Path) -> Filled:
    """Fill a store in a fresh folder from files, in a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    command = [sys.executable, "-m", "tests.bench.to_store", *files.options, str(folder)]
    run = subprocess.run(
        [*command, *map(str, files.sources)], check=True, stdout=subprocess.PIPE, text=True
    )
    took = json.loads(run.stdout)
    with (folder / LINES).open("rb") as lines:
        quads = sum(1 for _ in lines)
    shutil.rmtree(folder / STORE)
    return Filled(took["seconds"], took["peak"], quads, folder / LINES)


def _load(lines: Path, store: Path) -> float:
    """Return the seconds that `oxigraph load` takes, or pyoxigraph's where it is not there."""
    shutil.rmtree(store, ignore_errors=True)
    binary = shutil.which("oxigraph")
    command = (
        [binary, "load", "--location", str(store), "--file", str(lines)]
        if binary
        else [sys.executable, "-c", _BULK_LOAD, str(store), str(lines)]
    )
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def _loader() -> str:
    return "oxigraph load" if shutil.which("oxigraph") else "pyoxigraph's bulk_load"
