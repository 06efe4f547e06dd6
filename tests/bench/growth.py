"""How a release grows: its build, its size, its memory, and what its answers take, by engine.

The corpus is the fiches that are measured on, once, ten and a hundred times (`multiplied`). Their
servers run together and are asked in turn, so that a busy machine is as busy for each. The hundred
take most of an hour to build: `GROWTH=folder` keeps the releases, and takes those that it has.
"""

import json
import os
import random
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from server.iris import link
from tests.bench.building import watched
from tests.bench.corpus import Files
from tests.bench.growth_curves import draw
from tests.bench.multiplied import multiply
from tests.bench.pages import percentile
from tests.bench.servers import Running, ours
from tests.bench.targets import verdict

SIZES: Final = (1, 10, 100)
KINDS: Final = ("look-up", "page", "search", "facets", "suggestions")
_ASKED: Final = 60
"""How many of each kind are asked of each server in a round."""
_ROUNDS: Final = 3
_MOST: Final = 2.0
"""How much slower a look-up or a page may be, at the largest size."""
_STRAIGHT: Final = 1.15
_MEMORY: Final = 400.0
"""Megabytes that a web process may hold."""
_NAMES: Final = """
PREFIX mg: <https://w3id.org/metiers-graphe/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?metier ?label { ?metier a mg:Metier ; skos:prefLabel ?label }
"""
_LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"


@dataclass(frozen=True)
class Built:
    """What a release took: seconds on the clock and of processor, and megabytes."""

    quads: int
    seconds: float
    processor: float
    peak: float
    stored: float


@dataclass(frozen=True)
class _Grown:
    """A release of one size, built and served."""

    size: int
    home: Path
    built: Built


def measure(_: Files) -> Iterator[tuple[str, str]]:
    """Yield by size: the build, the memory, p95 in milliseconds of each kind, a switch."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(os.environ.get("GROWTH") or temporary)
        grown = [_built(folder / str(size), size) for size in SIZES]
        for each in grown:
            yield f"{each.size} ×", json.dumps(asdict(each.built))
        servers = {each.size: stack.enter_context(ours(each.home)) for each in grown}
        slow = _asked_in_turn(grown, servers)
        figures: dict[str, dict[int, float]] = defaultdict(dict)
        for each in grown:
            server = servers[each.size]
            for kind in KINDS:
                figures[f"{kind}, p95 ms"][each.size] = percentile(slow[each.size, kind], 95)
            figures["web process, MB"][each.size] = server.largest()
            figures["release switch, s"][each.size] = _switch(each.home, server)
            figures["build, µs of processor a quad"][each.size] = (
                each.built.processor / each.built.quads * 1e6
            )
            figures["build, GB at most"][each.size] = each.built.peak / 1e3
            figures["store, bytes a quad"][each.size] = each.built.stored / each.built.quads * 1e6
    for name, by_size in figures.items():
        yield name, " ".join(f"{value:.4g}" for value in by_size.values())
    yield from _verdicts(figures)
    draw(figures)


def _verdicts(figures: Mapping[str, Mapping[int, float]]) -> Iterator[tuple[str, str]]:
    last = SIZES[-1]
    for name in ("look-up, p95 ms", "page, p95 ms"):
        yield verdict(f"{name}, {last} × by once", figures[name][last] / figures[name][1], _MOST)
    cost = figures["build, µs of processor a quad"]
    yield verdict("build, a quad, by once", cost[last] / cost[1], _STRAIGHT)
    yield verdict("web process", figures["web process, MB"][last], _MEMORY, "MB")


def _built(folder: Path, size: int) -> _Grown:
    """Return the release of a size, built unless it is there."""
    home, told = folder / "home", folder / "built.json"
    if not told.exists():
        shutil.rmtree(folder, ignore_errors=True)
        files = multiply(folder / "sources", size)
        options = [*files.options, "--skip-shacl"]
        seconds, processor, peak = watched(home, files.sources, options)
        release = (home / "current").resolve()
        counts = json.loads((release / "manifest.json").read_text("utf-8"))["counts"]
        stored = sum(path.stat().st_size for path in (release / "store").rglob("*"))
        built = Built(counts["quads"], seconds, processor, peak / 1e6, stored / 1e6)
        told.write_text(json.dumps(asdict(built)), "utf-8")
        shutil.rmtree(folder / "sources")
    return _Grown(size, home, Built(**json.loads(told.read_text("utf-8"))))


def _asked_in_turn(
    grown: Sequence[_Grown], servers: Mapping[int, Running]
) -> Mapping[tuple[int, str], list[float]]:
    """Return the milliseconds of each answer, by size and kind; nothing is asked twice."""
    slow: dict[tuple[int, str], list[float]] = defaultdict(list)
    drawn = {each.size: _drawn(each.home) for each in grown}
    for turn in range(_ROUNDS + 1):
        for kind in KINDS:
            for size, server in servers.items():
                paths = drawn[size][kind][turn * _ASKED : (turn + 1) * _ASKED]
                taken = _ask(server, paths)
                if turn:  # the first warms caches up
                    slow[size, kind] += taken
    return slow


def _ask(server: Running, paths: Sequence[str]) -> list[float]:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=60)
    taken = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept": "text/html,application/json;q=0.9"})
        response = connection.getresponse()
        response.read()
        taken.append((time.perf_counter() - began) * 1e3)
        if response.status != 200:
            raise RuntimeError(f"{path} : {response.status}")
    connection.close()
    return taken


def _drawn(home: Path) -> Mapping[str, Sequence[str]]:
    """Draw what is asked of a release: things that it has, words of their names, facets."""
    store = ox.Store.read_only(str((home / "current").resolve() / "store"))
    found = store.query(_NAMES)
    assert isinstance(found, ox.QuerySolutions)
    named = sorted((row["metier"].value, row["label"].value) for row in found)
    chance = random.Random(2026)
    count = (_ROUNDS + 1) * _ASKED
    metiers = [chance.choice(named) for _ in range(count)]
    words = [label.split(" ") for _, label in metiers]
    return {
        "look-up": [
            f"/sparql.json?query={quote(f'SELECT ?label {{ <{iri}> <{_LABEL}> ?label }} #{turn}')}"
            for turn, (iri, _) in enumerate(metiers)
        ],
        "page": [f"{link(iri)}?n={turn}" for turn, (iri, _) in enumerate(metiers)],
        "search": [
            f"/recherche?q={quote(' '.join(some[:2]))}&n={turn}" for turn, some in enumerate(words)
        ],
        "facets": [_facets(chance, turn) for turn in range(count)],
        "suggestions": [
            f"/suggestions?q={quote(' '.join(some)[: chance.randint(3, 9)])}&n={turn}"
            for turn, some in enumerate(words)
        ],
    }


def _facets(chance: random.Random, turn: int) -> str:
    level = chance.choice(("cap", "bac", "bac-2", "bac-3", "bac-5"))
    status = chance.choice(("salarie", "fonctionnaire", "artisan", "profession-liberale"))
    return f"/explorer?niveau={level}&statut={status}&n={turn}"


def _switch(home: Path, server: Running) -> float:
    """Return the seconds from the link that moves to the first answer of the release behind it."""
    current = home / "current"
    old = current.resolve()
    other = "f" * len(old.name)
    new = old.with_name(other)
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(old, new, copy_function=os.link)
    manifest = json.loads((old / "manifest.json").read_text("utf-8"))
    (new / "manifest.json").unlink()
    (new / "manifest.json").write_text(json.dumps({**manifest, "digest": other}), "utf-8")
    moved = home / "moved"
    moved.unlink(missing_ok=True)
    moved.symlink_to(os.path.relpath(new, home))
    kept = os.readlink(current)
    began = time.perf_counter()
    moved.replace(current)
    netloc = urlsplit(server.address).netloc
    while True:
        connection = HTTPConnection(netloc, timeout=60)
        connection.request("GET", "/manifest.json")
        told = json.loads(connection.getresponse().read())
        connection.close()
        if told["digest"] == other:
            break
        time.sleep(0.02)
    taken = time.perf_counter() - began
    moved.symlink_to(kept)
    moved.replace(current)
    return taken
