"""The server, Oxigraph's own and rdflib-endpoint, side by side on one release and one mix.

The first two serve the release of all sources, then all three a smaller one, that rdflib can hold.
Needs `wrk` (a package of Debian); a release in METIERS_HOME is used instead of building one.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.bomb import light_questions
from tests.bench.corpus import Files, everything
from tests.bench.load import first_byte
from tests.bench.mix import KINDS, MIX, WEIGHTS, questions
from tests.bench.servers import Running, ours, oxigraph, rdflib_endpoint
from tests.bench.sidebyside import Line, SideBySide
from tests.bench.targets import (
    beside_before,
    beside_oxigraph,
    beside_rdflib,
    steadiness,
    verdict,
)

_CONNECTIONS, _FEW = (1, 8, 32), (8,)
_SLOW = (MIX, "aggregate", "dump")
"""Kinds that rdflib takes seconds for."""
_BUDGET = 510.0
"""Seconds after which nothing more is begun."""
_FIRST_BYTES = 11
_OLD = os.environ.get("OLD") or None
"""Another checkout, to be measured beside this one."""

Rows = Iterator[tuple[str, str]]


def measure(files: Files) -> Rows:
    """Yield requests a second by line, with ratios, p50 and p99; then first bytes, memory, bombs.

    Each line: ours / theirs, ×ratio, then p50 and p99 of each in milliseconds.
    """
    if not shutil.which("wrk"):
        yield "serving: needs wrk", "-"
        return
    until = time.monotonic() + (_BUDGET if _OLD is None else 2 * _BUDGET)
    yield "weights", ", ".join(f"{kind} {weight}" for kind, weight in WEIGHTS.items())
    with tempfile.TemporaryDirectory() as folder:
        home = home_of(everything(), Path(folder) / "large")
        yield from _large(home, Path(folder), until)
        small = build_home(files, Path(folder) / "small")
        yield from _small(small, Path(folder) / "small", until)


def _large(home: Path, folder: Path, until: float) -> Rows:
    release = (home / "current").resolve()
    asked = questions(release)
    lines = [
        Line(kind, new, connections)
        for kind in (*KINDS, MIX)
        for new in (True, False)
        for connections in (_CONNECTIONS if new or kind != "dump" else _FEW)
    ]
    with ExitStack() as stack:
        servers = [stack.enter_context(ours(home)), stack.enter_context(oxigraph(release, folder))]
        if _OLD is not None:
            servers.insert(1, stack.enter_context(ours(home, Path(_OLD).resolve())))
        beside = SideBySide(servers, asked, until - 150)
        yield from _at_rest(servers)
        yield from beside.compare(KINDS)
        yield from beside.measure(lines)
        yield from beside_oxigraph(beside.seen)
        if _OLD is not None:
            yield from beside_before(beside.seen)
        yield from steadiness(beside.seen)
        yield from _first_bytes(servers, asked["dump"].ends[0])
        for server in servers:
            yield from _while_a_bomb_runs(server, asked["light"].ends)
        yield from _most(servers)
        yield verdict("memory (PSS) of the whole server", servers[0].most.pss, 450, "MB")


def _small(home: Path, folder: Path, until: float) -> Rows:
    release = (home / "current").resolve()
    lines = [
        Line(kind, new, connections)
        for new in (True, False)
        for kind in (MIX, *KINDS)
        for connections in (_CONNECTIONS if new and kind not in _SLOW else _FEW)
    ]
    with ExitStack() as stack:
        servers = [
            stack.enter_context(ours(home)),
            stack.enter_context(oxigraph(release, folder)),
            stack.enter_context(rdflib_endpoint(release, folder)),
        ]
        beside = SideBySide(servers, questions(release), until, seconds=1)
        yield from _at_rest(servers)
        for rows in (beside.compare(KINDS), beside.measure(lines), beside_rdflib(beside.seen)):
            yield from ((f"small: {name}", value) for name, value in rows)
        yield from _most(servers)


def _first_bytes(servers: list[Running], end: str) -> Rows:
    for server in servers:
        times = [first_byte(server.address, f"{end}0{turn}") * 1e3 for turn in range(_FIRST_BYTES)]
        server.settle()
        middle, worst = statistics.median(times), max(times)
        yield (
            f"{server.name}, first byte of the dump, ms, median and worst",
            (f"{middle:.3g} {worst:.3g}"),
        )
        if server is servers[0]:
            yield verdict("first byte of the dump", middle, 10, "ms")


def _while_a_bomb_runs(server: Running, ends: tuple[str, ...]) -> Rows:
    """Yield what light questions wait; a server that cannot end its bombs is started anew."""
    figures = {}
    for name, value in light_questions(server, ends):
        figures[name] = value
        yield f"{server.name}, light questions, {name}", f"{value:,.4g}"
    ratio = figures["with a bomb, p99"] / figures["quiet, p99"]
    yield f"{server.name}, light questions, p99 with a bomb by p99 without", f"{ratio:.3g}"
    if server.name == "metiers":
        yield verdict("light p99 while a bomb runs, by its quiet value", ratio, 1.5)


def _at_rest(servers: list[Running]) -> Rows:
    for server in servers:
        held = server.memory()
        yield f"{server.name}, at rest, PSS and RSS, MB", f"{held.pss:.0f} {held.rss:.0f}"


def _most(servers: list[Running]) -> Rows:
    for server in servers:
        most = server.most
        yield f"{server.name}, at most, PSS and RSS, MB", f"{most.pss:.0f} {most.rss:.0f}"


def home_of(files: Files, folder: Path) -> Path:
    """Return a home whose release is served: METIERS_HOME where it has one, else one built."""
    given = os.environ.get("METIERS_HOME")
    if given and (Path(given) / "current").is_dir():
        return Path(given)
    return build_home(files, folder)


def build_home(files: Files, home: Path) -> Path:
    """Build a release of some files in a home, and return it."""
    command = [str(Path(sys.executable).parent / "metiers"), "build", *map(str, files.sources)]
    environ = {**os.environ, "METIERS_HOME": str(home)}
    options = [*files.options, "--skip-shacl"]
    subprocess.run([*command, *options], env=environ, check=True, capture_output=True, timeout=900)
    return home
