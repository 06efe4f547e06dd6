"""Releases that say which they are, links that move, and clients who check what they are told."""

import itertools
import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from tests.server.release_fixture import point, write_release

__all__ = ["WELL", "asked", "clients", "marked_release", "status_of", "switch", "wait_well"]

WELL = 5.0
"""Seconds after the end of a cause in which all is well again."""
_SAYS = ox.NamedNode("urn:test:says")
_numbers = itertools.count()


def marked_release(home: Path, digest: str) -> Path:
    """Write a release that says its digest twice, and make it the current one."""
    folder = write_release(home, digest)
    store = ox.Store(str(folder / "store"))
    for name in ("one", "other"):
        store.add(ox.Quad(ox.NamedNode(f"urn:test:{name}"), _SAYS, ox.Literal(digest)))
    store.flush()
    return folder


def switch(home: Path, times: int, digests: list[str], pause: float) -> None:
    """Move `current` to releases, to nothing, to a file and to releases that are then deleted."""
    (home / "file").write_text("no release", "utf-8")
    passing = [copied(home, digests[0], f"{number:064d}") for number in range(times // 5)]
    for number in range(times):
        target = (digests[0], "nothing", digests[1], "../file", "")[number % 5]
        if target:
            point(home, target)
        else:
            folder = passing.pop()
            point(home, folder.name)
            time.sleep(pause * (number % 3) / 2)
            shutil.rmtree(folder, ignore_errors=True)
        time.sleep(pause)


def copied(home: Path, digest: str, name: str) -> Path:
    """Copy a release under another digest, which its manifest says."""
    folder = shutil.copytree(home / "releases" / digest, home / "releases" / name)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"digest": name}), "utf-8")
    return folder


def status_of(url: str, seconds: float = 10.0) -> int:
    """Return the status of an answer; 0 where there is none."""
    return _get(url, seconds)[0]


def asked(address: str, query: str = "", seconds: float = 10.0) -> tuple[int, Any]:
    """Ask a query that nobody has asked: which release answers, by default; give status and rows.

    An answer that mixes two releases fails the test.
    """
    query = (
        query
        or f"""SELECT ?one ?other {{ <urn:test:one> <{_SAYS.value}> ?one .
      <urn:test:other> <{_SAYS.value}> ?other FILTER({next(_numbers)} >= 0) }}"""
    )
    status, body = _get(f"{address}/sparql?format=json&query={quote(query)}", seconds)
    if status != 200:
        return status, body.decode()
    return status, [
        {name: term["value"] for name, term in row.items()}
        for row in json.loads(body)["results"]["bindings"]
    ]


def _get(url: str, seconds: float) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=seconds) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


@contextmanager
def clients(address: str, count: int, digests: list[str]) -> Iterator[Counter[str]]:
    """Let clients ask without a pause; count how they fare, "wrong" what no release would say."""
    fared: Counter[str] = Counter()
    stop = threading.Event()
    right = [[{"one": digest, "other": digest}] for digest in digests]

    def ask() -> None:
        while not stop.is_set():
            status, said = asked(address)
            fared[str(status) if status != 200 or said in right else "wrong"] += 1
            fared[f"page {status_of(f'{address}/doc/metier/MET.797.html?{next(_numbers)}')}"] += 1

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield fared
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_well(is_well: Callable[[], bool]) -> None:
    """Wait for all to be well several times in a row: one process of the server may be slower."""
    deadline = time.monotonic() + WELL
    row = 0
    while row < 8:
        row = row + 1 if is_well() else 0
        assert time.monotonic() < deadline
        time.sleep(0 if row else 0.1)
