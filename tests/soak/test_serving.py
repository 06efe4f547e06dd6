"""An hour's worth of visitors in a few minutes: nothing grows, and nobody is left without word."""

import re
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.release_fixture import point, write_release
from tests.soak.served import SETTLED, Held, Served, served
from tests.soak.visitors import Tally, Visitor

pytestmark = pytest.mark.soak

DIGESTS = ("a" * 64, "b" * 64)
VISITORS = 24
WARM, REQUESTS = 8_000, 50_000
PATIENCE = 240.0
"""Seconds that the requests may take, all together."""
PAUSES = (1.0, 3.0, 0.2, 13.0)
"""Seconds between two switches of the release: some are longer than the old one lingers."""
WORKERS = 4
KEPT = WORKERS
"""How many workers there are at rest, in all processes."""
ENDS = ("answered", "killed", "broken", "BusyError", "BudgetError")
"""What may become of a question, but that its client leaves before it is evaluated."""


def test_an_hour_of_visitors(tmp_path: Path) -> None:
    for digest in DIGESTS:
        write_release(tmp_path, digest)
    settings = {"budget": "0", "recheck": "0.2", "cache": "2097152"}
    deadline = time.monotonic() + PATIENCE
    with served(tmp_path, workers=str(WORKERS), **settings) as server:
        visit(server, tmp_path, WARM, deadline)
        before = at_rest(server, None)
        tally = visit(server, tmp_path, REQUESTS, deadline)
        after = at_rest(server, before)
        figures = figures_of(server)
    print(dict(tally.asked), dict(tally.outcomes), figures, before, after, sep="\n")
    failures = Counter(tally.failures)
    assert not failures, failures.most_common(20)
    assert tally.total == tally.asked.total() >= REQUESTS
    check_figures(figures)
    assert after.processes == before.processes
    for old, new in zip(before.files, after.files, strict=True):
        assert new <= old + 4
    assert after.memory < before.memory * 1.1


def visit(server: Served, home: Path, requests: int, deadline: float) -> Tally:
    """Let visitors come, while releases switch, until so many requests are done."""
    tally, stop = Tally(), threading.Event()
    visitors = [Visitor(server.address, number, tally, stop) for number in range(VISITORS)]
    with switching(home):
        for visitor in visitors:
            visitor.start()
        while tally.total < requests and time.monotonic() < deadline:
            time.sleep(0.2)
        stop.set()
        for visitor in visitors:
            visitor.join(60)
    return tally


@contextmanager
def switching(home: Path) -> Iterator[None]:
    """Switch releases meanwhile, and end with the first."""
    stop = threading.Event()

    def switch() -> None:
        for number in range(1, 100_000):
            if stop.wait(PAUSES[number % len(PAUSES)]):
                return
            point(home, DIGESTS[number % 2])

    thread = threading.Thread(target=switch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        point(home, DIGESTS[0])


def at_rest(server: Served, like: Held | None) -> Held:
    """Return what the server holds once the release that does not serve is let go."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        figures = figures_of(server)
        busy = figures["running"] + figures["waiting"] + abs(figures["workers"] - KEPT)
        if not busy:
            break
        time.sleep(0.5)
    time.sleep(SETTLED)
    return server.held_at_rest(like) if like else server.held()


def figures_of(server: Served) -> dict[str, int]:
    """Return what the pools of all processes count, a second after what was before."""
    time.sleep(1.5)
    with urllib.request.urlopen(f"{server.address}/metrics") as response:
        text = response.read().decode()
    found = re.findall(
        r'^metiers_(?:questions_total\{how="(\w+)"\}|pool_(\w+)|(asked)_total) (\S+)',
        text,
        re.MULTILINE,
    )
    return {how or name or asked: int(float(value)) for how, name, asked, value in found}


def check_figures(figures: dict[str, int]) -> None:
    """Check that each question has come to its end, and that nothing is under way."""
    ended = sum(figures.get(each, 0) for each in ENDS)
    assert 0 <= figures["asked"] - ended <= figures.get("left", 0)
    assert (figures["running"], figures["waiting"]) == (0, 0)
    assert figures["workers"] == KEPT
