"""Milliseconds that each query of the library takes, from its text to its rows, on all sources.

What a worker does is done in this process: evaluation, and the first page as typed JSON; the road
to it and back is measured by `serving`. Beside the clock stands the time of the processor, which is
what a query costs whatever else the machine does. One whose cost is ``long`` has no target.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ontology import base
from server.api.library import LibraryQuery, library
from server.api.rest import LIMIT
from server.engine.typed_rows import typed_rows
from tests.bench.corpus import Files, everything
from tests.bench.pages import percentile
from tests.bench.serving import home_of
from tests.bench.targets import verdict

MOST_MS: Final = 50.0
_ROUNDS: Final = 20
_LONG: Final = 5


def measure(_: Files) -> Iterator[tuple[str, str]]:
    """Yield by query: its rows, p50 and p95, p95 of processor time; then the slowest brief one."""
    with tempfile.TemporaryDirectory() as folder:
        home = home_of(everything(), Path(folder))
        store = ox.Store.read_only(str((home / "current").resolve() / "store"))
        slowest = ("", 0.0)
        for name, query in library().items():
            is_long = query.query.cost == "long"
            total, times = _timed(store, query, _LONG if is_long else _ROUNDS)
            clock = [percentile([each for each, _ in times], percents) for percents in (50, 95)]
            processor = percentile([each for _, each in times], 95)
            told = f"{total}: {clock[0]:.1f} {clock[1]:.1f}, {processor:.1f}"
            yield f"library, {name}{' (long)' if is_long else ''}", told
            if not is_long and processor > slowest[1]:
                slowest = name, processor
    worst = f"p95 of processor time of the slowest brief query ({slowest[0]})"
    yield verdict(worst, slowest[1], MOST_MS, "ms")


def _timed(
    store: ox.Store, query: LibraryQuery, rounds: int
) -> tuple[int, list[tuple[float, float]]]:
    """Return how many rows a query has as it stands, and its milliseconds: clock, processor."""
    times = []
    for _ in range(rounds + 1):
        clock, processor = time.perf_counter(), time.thread_time()
        found = store.query(query.query.body, base_iri=base())
        if isinstance(found, ox.QueryTriples):
            total = sum(1 for _ in found)
        else:
            _, total = typed_rows(found, "application/json", (0, LIMIT), "{}")
        passed = time.perf_counter() - clock, time.thread_time() - processor
        times.append((passed[0] * 1e3, passed[1] * 1e3))
    return total, times[1:]
