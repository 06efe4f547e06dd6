"""Which question comes next: each client in turn, whatever one of them lets wait."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.engine.interface import Question
from server.engine.pool.queue import Queue, Task


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def task(loop: asyncio.AbstractEventLoop, client: str, release: str = "r") -> Task:
    question = Question("ASK {}", None, None)
    return Task(question, Path(release), client, 1.0, loop.create_future(), 0.0)


def order(queue: Queue) -> str:
    """Return the clients of all that wait, as they come, each over before the next."""
    found = ""
    while (next_one := queue.next(lambda _: True)) is not None:
        found += next_one.client
        queue.end(next_one)
    return found


def test_each_client_has_its_turn(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue(100, 4)
    for client in "aaaaab":
        queue.add(task(loop, client))
    assert queue.next(lambda _: True) is not None
    queue.add(task(loop, "c"))
    assert len(queue) == 6
    queue.brief.clear()
    assert order(queue) == "bcaaaa"
    assert len(queue) == 0


def test_what_no_worker_is_free_for_stops_nobody(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue(100, 4)
    for client, release in (("a", "old"), ("a", "new"), ("b", "old")):
        queue.add(task(loop, client, release))
    found = queue.next(lambda each: each.release == Path("new"))
    assert found is not None
    assert (found.client, found.release) == ("a", Path("new"))
    assert [each.client for each in queue] == ["b", "a"]


def test_what_was_put_back_is_the_next_of_its_client(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue(100, 4)
    first, second = task(loop, "a"), task(loop, "a")
    queue.add(first)
    queue.add(second)
    assert queue.next(lambda _: True) is first
    queue.put_back(first)
    assert queue.next(lambda _: True) is first
    queue.end(first)
    queue.drop(second)
    assert queue.next(lambda _: True) is None


def test_of_one_client_half_of_the_room_may_wait(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue(4, 4)
    queue.add(task(loop, "a"))
    assert queue.admits("a")
    queue.add(task(loop, "a"))
    assert (queue.admits("a"), queue.admits("b")) == (False, True)
