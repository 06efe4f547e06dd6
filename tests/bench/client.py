"""A client that is exact where wrk is not: a number of questions to their end, or a fixed rate.

``python -m tests.bench.client ADDRESS FILE FIRST CONNECTIONS COUNT [RATE]``

wrk forgets what is under way when its time is over, which flatters a server that begins everything
and ends nothing. With a rate, a question is late from the moment at which it was due, so that a
server that stalls cannot hide it. One thread and `select` leave the machine to the server.
"""

import json
import select
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.load import ACCEPT

__all__ = ["main"]

_PATIENCE = 60.0
"""Seconds to wait for the answers that are still due at the end."""


@dataclass
class _Answer:
    """What is known of an answer that comes in; its body is counted, not kept."""

    due: float
    head: bytes = b""
    length: int = -1
    received: int = 0
    tail: bytes = b""

    def take(self, piece: bytes) -> bool:
        """Take a piece; return whether it was the last."""
        if self.length == -1:
            self.head += piece
            start, found, piece = self.head.partition(b"\r\n\r\n")
            if not found:
                return False
            _, told, length = start.lower().partition(b"\r\ncontent-length:")
            self.length = int(length.partition(b"\r\n")[0]) if told else 1 << 62
        self.received += len(piece)
        self.tail = (self.tail + piece[-8:])[-8:]
        return self.received >= self.length or self.tail.endswith(b"0\r\n\r\n")


class _Client:
    """Connections that are kept, and the questions that wait for one."""

    def __init__(self, address: str, ends: list[str], first: int, connections: int) -> None:
        parts = urlsplit(address)
        self._where = (parts.hostname or "", parts.port or 80)
        self._tail = f" HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {ACCEPT}\r\n\r\n"
        self._path, self._ends, self._first = parts.path, ends, first
        self._asked = 0
        self._idle = [socket.create_connection(self._where) for _ in range(connections)]
        self._under_way: dict[socket.socket, _Answer] = {}
        self._waiting: deque[float] = deque()
        self.late: list[float] = []
        self.failed = 0

    @property
    def free(self) -> int:
        """How many questions could be asked at once."""
        return len(self._idle) - len(self._waiting)

    @property
    def done(self) -> bool:
        """Whether nothing is waited for."""
        return not self._under_way and not self._waiting

    def due(self, when: float) -> None:
        """Ask the next question, which was due at a time, as soon as a connection is free."""
        self._waiting.append(when)
        self._send()

    def read(self, seconds: float) -> None:
        """Take what has come, waiting so long at most."""
        ready, _, _ = select.select([*self._under_way], [], [], max(0.0, seconds))
        for connection in ready:
            answer = self._under_way[connection]
            piece = connection.recv(1 << 20)
            if not piece:
                self.failed += 1
                self._free(connection, socket.create_connection(self._where))
            elif answer.take(piece):
                self.late.append(time.perf_counter() - answer.due)
                self.failed += not answer.head.startswith(b"HTTP/1.1 200")
                self._free(connection, connection)

    def _free(self, used: socket.socket, fresh: socket.socket) -> None:
        del self._under_way[used]
        self._idle.append(fresh)
        self._send()

    def _send(self) -> None:
        while self._waiting and self._idle:
            connection = self._idle.pop()
            end = self._ends[self._asked % len(self._ends)]
            self._asked += 1
            number = str(self._first + self._asked) if self._first >= 0 else ""
            connection.sendall(f"GET {self._path}{end}{number}{self._tail}".encode())
            self._under_way[connection] = _Answer(self._waiting.popleft())


def main(
    address: str, file: str, first: str, connections: str, count: str, rate: str = "0"
) -> None:
    """Ask, then print what was seen as JSON; times but the whole in milliseconds."""
    ends = Path(file).read_text("utf-8").splitlines()
    client = _Client(address, ends, int(first), int(connections))
    began = time.perf_counter()
    if float(rate):
        _at_a_rate(client, int(count), 1 / float(rate))
    else:
        _at_full_speed(client, int(count))
    last = time.perf_counter() + _PATIENCE
    while not client.done and time.perf_counter() < last:
        client.read(0.1)
    late = sorted(client.late) or [0.0]
    told = {
        "requests": len(client.late),
        "seconds": time.perf_counter() - began,
        "p50": late[len(late) // 2] * 1e3,
        "p99": late[int(len(late) * 0.99)] * 1e3,
        "failed": int(count) - len(client.late) + client.failed,
    }
    print(json.dumps(told))


def _at_full_speed(client: _Client, count: int) -> None:
    for _ in range(count):
        while client.free < 1:
            client.read(_PATIENCE)
        client.due(time.perf_counter())


def _at_a_rate(client: _Client, count: int, pause: float) -> None:
    began = time.perf_counter()
    for number in range(count):
        due = began + number * pause
        while (left := due - time.perf_counter()) > 0:
            client.read(left)
        client.due(due)


if __name__ == "__main__":
    main(*sys.argv[1:])
