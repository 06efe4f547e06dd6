"""The worker of a heavy query, once it is over: warm, it takes the next ones."""

import os
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.server.engine.pool.asking import CROSS, Asking, body, eventually, question
from tests.server.engine.pool.conftest import LIMITS

HEAVY = question(
    "SELECT (COUNT(*) AS ?n) { ?s <http://e/many> ?o ."
    " { SELECT * { ?t <http://e/many> ?u } LIMIT 400 } }"
)
"""Two million rows: more than the processor time of a light one, at any speed of today."""


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.engine.pool.pool._LIGHT", 0.05)


def test_a_heavy_query_ends_no_worker(own: Asking, release: Path) -> None:
    body(own.ask(HEAVY, release, "test"))
    kept = own.workers()
    assert len(kept) == 3
    for _ in range(3):
        body(own.ask(HEAVY, release, "test"))
    assert own.workers() == kept
    usual = psutil.Process().nice()
    assert [each.nice() for each in kept] == [usual] * 3


def test_what_is_not_needed_any_more_ends(
    own: Asking, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.engine.pool.crews._LINGER", 0.2)
    monkeypatch.setattr("server.engine.pool.pool._ROUND", 0.1)
    body(own.ask(HEAVY, release, "test"))
    eventually(lambda: len(own.workers()) == 2, 8)
    time.sleep(0.5)
    assert len(own.workers()) == 2
    assert body(own.ask(question("ASK {}"), release, "test"))


def test_what_has_grown_is_made_anew_once_all_is_calm(
    own: Asking, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body(own.ask(HEAVY, release, "test"))
    kept = {*own.workers()}
    monkeypatch.setattr("server.engine.pool.worker_channel._SWOLLEN", -(1 << 40))
    monkeypatch.setattr("server.engine.pool.crews._LINGER", 0.2)
    monkeypatch.setattr("server.engine.pool.pool._ROUND", 0.1)
    body(own.ask(HEAVY, release, "test"))
    eventually(lambda: len(own.workers()) == 2 and not kept.issuperset(own.workers()), 8)
    time.sleep(0.5)
    calm = own.workers()
    time.sleep(0.5)
    assert own.workers() == calm
    assert body(own.ask(question("ASK {}"), release, "test"))


def test_a_worker_that_has_grown_ends(
    own: Asking, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.engine.pool.worker_channel._GROWN", -(1 << 40))
    body(own.ask(HEAVY, release, "test"))
    eventually(lambda: len(own.workers()) == 2)


def test_where_the_system_gives_no_priority_back_a_worker_ends(
    own: Asking, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered = os.setpriority

    def lower_only(which: int, who: int, niceness: int) -> None:
        if niceness <= os.getpriority(which, who):
            raise PermissionError
        lowered(which, who, niceness)

    monkeypatch.setattr("os.setpriority", lower_only)
    body(own.ask(HEAVY, release, "test"))
    eventually(lambda: len(own.workers()) == 2)


def test_a_bomb_still_ends_its_worker(release: Path) -> None:
    with Asking(replace(LIMITS, workers=2, seconds=1)) as own:
        own.prepare(release)
        before = own.workers()
        with pytest.raises(Exception, match="arrêtée"):
            own.ask(question(CROSS), release, "test")
        eventually(lambda: len(own.workers()) == 2)
        assert own.workers() != before
