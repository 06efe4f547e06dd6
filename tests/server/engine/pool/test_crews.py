"""Crews alone, around a forker that only listens."""

import asyncio
import os
import socket
from pathlib import Path

import pytest

from server.engine.pool.crews import Crews
from server.engine.pool.packets import Packet, socket_pair
from server.engine.pool.queue import Task
from server.engine.pool.worker_channel import Worker


class Burying:
    """Hears workers end, and no more."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.crews: Crews | None = None

    def hear(self, worker: Worker, packet: Packet | None) -> None:
        assert self.crews is not None
        assert packet is None
        self.crews.bury(worker)

    def abandon(self, task: Task) -> None:
        raise AssertionError


def test_a_worker_that_is_never_ready_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.engine.pool.crews._PATIENCE", 0.2)

    async def asks_again() -> None:
        ours, forker = socket_pair()
        listener = Burying()
        listener.crews = Crews(listener, ours.dup, 1, "", lambda _: None)
        with ours, forker:
            forker.settimeout(5)
            listener.crews.of(Path("release"))
            held = []
            for _ in range(3):  # the first, and another twice in its place
                asked, files, _, _ = await asyncio.to_thread(socket.recv_fds, forker, 4096, 1)
                assert b"release" in asked
                held += files
            for worker in listener.crews.close():
                worker.close()
            for number in held:
                os.close(number)

    asyncio.run(asks_again())
