"""Two servers on one socket: who has which connections, and what the one does without the other."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from uvicorn import Config

from server.gateway.listener import ConnectionCounts, SharedSocketServer


async def app(scope: Any, receive: Any, send: Any) -> None:
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Pair:
    """Two listeners, each on the loop of its own thread."""

    def __init__(self) -> None:
        self.counts = ConnectionCounts(2)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.listeners = [
            SharedSocketServer(
                Config(app, ws="none", lifespan="off", log_config=None),
                self.socket.dup(),
                self.counts,
                slot,
            )
            for slot in range(2)
        ]
        self.threads = [threading.Thread(target=each.run) for each in self.listeners]

    def held(self) -> list[int]:
        return [len(each.server_state.connections) for each in self.listeners]

    def end(self, slot: int) -> None:
        self.listeners[slot].should_exit = True
        self.threads[slot].join(10)


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    for each in made.threads:
        each.start()
    while not all(each.started for each in made.listeners):
        time.sleep(0.01)
    yield made
    for slot in range(2):
        made.end(slot)
    made.socket.close()


def answer(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    status = connection.getresponse().status
    connection.close()
    return status


def held_in_all(pair: Pair, count: int) -> None:
    until = time.monotonic() + 5
    while sum(pair.held()) != count:
        assert time.monotonic() < until, pair.held()
        time.sleep(0.01)


@pytest.mark.parametrize("count", [2, 8, 33])
def test_connections_that_come_at_once_are_shared_out(pair: Pair, count: int) -> None:
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection(("127.0.0.1", pair.port)))
        held_in_all(pair, count)
        one, other = pair.held()
        assert abs(one - other) <= 2 + count // 8
    held_in_all(pair, 0)


def test_one_that_does_not_answer_keeps_nobody_waiting(pair: Pair) -> None:
    """As a process that is stopped: it seems to have the fewest connections, and takes none."""
    pair.end(1)
    pair.counts.write(1, 0)
    began = time.monotonic()
    assert [answer(pair.port) for _ in range(20)] == [204] * 20
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(socket.create_connection(("127.0.0.1", pair.port)))
        held_in_all(pair, 20)
    assert time.monotonic() - began < 2


def test_what_has_ended_no_longer_counts(pair: Pair) -> None:
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(socket.create_connection(("127.0.0.1", pair.port)))
        held_in_all(pair, 8)
    held_in_all(pair, 0)
    time.sleep(0.3)
    assert pair.counts.least() == 0


def test_without_room_for_a_file_it_tries_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, failures = socket.socket.accept, [OSError(24, "no file"), ConnectionAbortedError()] * 2

    def fail_first(self: socket.socket) -> Any:
        if failures:
            raise failures.pop()
        return accept(self)

    monkeypatch.setattr("socket.socket.accept", fail_first)
    assert answer(pair.port) == 204
    assert not failures
