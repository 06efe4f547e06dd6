"""Listener of a web process: what is accepted where, among processes that share a socket.

Whoever wakes up first would take all the connections that a proxy opens at once, and keep them:
half of the processors would then have nothing to do. So a process with more connections than
another leaves it the time to take the next one.
"""

import asyncio
import mmap
import socket
from struct import Struct
from typing import Final

from uvicorn import Config, Server

from server.gateway.connection import Connection

__all__ = ["ConnectionCounts", "SharedSocketServer"]

_PAUSE: Final = 0.003
"""Seconds in which another process may take a connection."""
_LONG_PAUSE: Final = 0.1
"""Seconds without any, where this one has no room for it."""
_COUNT: Final = Struct("<Q")


class ConnectionCounts:
    """How many connections each web process has, in memory that they share, by slot."""

    def __init__(self, slots: int) -> None:
        self._memory = mmap.mmap(-1, slots * _COUNT.size)

    def write(self, slot: int, count: int) -> None:
        """Say how many a process has."""
        _COUNT.pack_into(self._memory, slot * _COUNT.size, count)

    def least(self) -> int:
        """Return the fewest that any process has, as it last said."""
        counts: list[int] = [each[0] for each in _COUNT.iter_unpack(self._memory)]
        return min(counts)


class SharedSocketServer(Server):
    """The server of a web process, on a socket that it shares with the others."""

    def __init__(
        self, config: Config, listening: socket.socket, counts: ConnectionCounts, slot: int
    ) -> None:
        super().__init__(config)
        self._listening, self._counts, self._slot = listening, counts, slot
        self._opening: set[asyncio.Task[object]] = set()
        self._has_waited = False
        counts.write(slot, 0)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections, once the application is there."""
        await super().startup(sockets=[])
        self._listening.setblocking(False)
        self._listen()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more, and end what has begun."""
        self._pause(0)
        self._listening.close()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Say how many connections there are, some of which have ended."""
        self._count()
        return await super().on_tick(counter)

    def _count(self) -> int:
        count = len(self.server_state.connections) + len(self._opening)
        self._counts.write(self._slot, count)
        return count

    def _listen(self) -> None:
        if self._listening.fileno() != -1:
            asyncio.get_running_loop().add_reader(self._listening, self._accept)

    def _pause(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listening)
        if seconds:
            loop.call_later(seconds, self._listen)

    def _accept(self) -> None:
        """Take one connection, or leave it to a process that has fewer, but not for long."""
        if not self._has_waited and self._count() > self._counts.least():
            self._has_waited = True
            self._pause(_PAUSE)
            return
        self._has_waited = False
        try:
            accepted, _ = self._listening.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError:
            self._pause(_LONG_PAUSE)
            return
        accepted.setblocking(False)
        opening = asyncio.get_running_loop().create_task(self._open(accepted))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)
        self._count()

    async def _open(self, accepted: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.connect_accepted_socket(self._connection, accepted)
        except OSError:
            accepted.close()

    def _connection(self) -> Connection:
        return Connection(self.config, self.server_state, self.lifespan.state)
