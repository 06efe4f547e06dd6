"""Watcher: asks for a look-up and a page ten times a second, whatever becomes of those before.

It runs in a process of its own, so that it waits for the server and not for those who harm it.
"""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.chaos.connection import ask, get, post, query

__all__ = ["Seen", "watching"]

_SOURCES = 100
"""Addresses that it asks from, so that no client's bounds are its own."""
_PAUSE = 0.1
_PATIENCE = 20.0
"""Seconds after which an answer is given up."""
_METIER = "<https://w3id.org/metiers-graphe/id/metier/MET.797>"


@dataclass
class Seen:
    """What a watcher saw: the longest waits in seconds, and what failed, of how many."""

    asked: int = 0
    look_up: float = 0.0
    page: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def worst(self) -> float:
        """The longest wait of all."""
        return max(self.look_up, self.page)


@contextmanager
def watching(address: str) -> Iterator[Seen]:
    """Watch a server meanwhile; what was seen is there in the end."""
    seen = Seen()
    command = [sys.executable, "-m", "tests.chaos.watcher", address]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "watching\n"
        yield seen
        said, _ = process.communicate(timeout=2 * _PATIENCE)
        found = json.loads(said)
        seen.failures = Counter(found.pop("failures"))
        vars(seen).update(found)
    finally:
        process.kill()
        process.communicate()


async def _watch(address: str) -> Seen:
    """Ask until the standard input ends."""
    seen = Seen()
    ended = asyncio.ensure_future(asyncio.to_thread(sys.stdin.read))
    print("watching", flush=True)
    asking: set[asyncio.Task[None]] = set()
    started = time.time_ns()  # no other watcher has asked the like
    for number in itertools.count(started):
        if ended.done():
            break
        source = f"127.0.3.{number % _SOURCES + 1}"
        for kind, raw in _requests(number):
            asking.add(asyncio.ensure_future(_note(seen, kind, address, raw, source)))
        await asyncio.wait({ended}, timeout=_PAUSE)
    await asyncio.gather(*asking)
    return seen


def _requests(number: int) -> Iterator[tuple[str, bytes]]:
    text = f"SELECT ?p ?o {{ {_METIER} ?p ?o FILTER(?o != {number}) }} LIMIT 5"
    yield "look_up", post(text) if number % 2 else query(text)
    yield "page", get(f"/doc/metier/MET.797.html?n={number}", "Accept: text/html")


async def _note(seen: Seen, kind: str, address: str, raw: bytes, source: str) -> None:
    began = time.monotonic()
    failure = ""
    try:
        async with asyncio.timeout(_PATIENCE):
            status = await ask(address, raw, source)
        failure = "" if status == 200 else str(status)
    except (OSError, EOFError, ValueError) as error:
        failure = type(error).__name__
    seen.asked += 1
    if failure:
        seen.failures[f"{kind} {failure}"] += 1
    setattr(seen, kind, max(getattr(seen, kind), time.monotonic() - began))


if __name__ == "__main__":
    print(json.dumps(vars(asyncio.run(_watch(sys.argv[1])))))
