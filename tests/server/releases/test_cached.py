from threading import Barrier, Thread

import pyoxigraph as ox
import pytest

from server.engine import Engine
from server.engine.embedded import EmbeddedEngine
from server.releases.cached import CachedByRelease


def engine() -> Engine:
    return EmbeddedEngine(ox.Store())


def test_each_release_and_key_is_read_once() -> None:
    read: list[tuple[int, str]] = []

    def reading(engine: Engine, key: str) -> str:
        read.append((id(engine), key))
        return key.upper()

    known = CachedByRelease(reading)
    one, two = engine(), engine()
    assert [known(one, "a"), known(one, "a"), known(one, "b"), known(two, "a")] == list("AABA")
    assert read == [(id(one), "a"), (id(one), "b"), (id(two), "a")]


def test_those_who_ask_together_wait_for_one_reading() -> None:
    read: list[int] = []
    together = Barrier(4)

    def reading(_: Engine) -> int:
        read.append(1)
        return len(read)

    known, one = CachedByRelease(reading), engine()
    found: list[int] = []

    def ask() -> None:
        together.wait(5)
        found.append(known(one))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]


def test_a_reading_that_fails_is_tried_again() -> None:
    calls: list[int] = []

    def reading(_: Engine) -> str:
        calls.append(1)
        if len(calls) == 1:
            raise OSError("gone")
        return "read"

    known, one = CachedByRelease(reading), engine()
    with pytest.raises(OSError, match="gone"):
        known(one)
    assert known(one) == "read"
