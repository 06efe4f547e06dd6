"""A worker that this process asks directly, one question after another, from an event loop."""

import asyncio
import socket
from collections.abc import Callable

from server.engine.pool.wire import Kind, receive

__all__ = ["Lane", "Packet"]

Packet = tuple[Kind, bytes]


class Lane:
    """The asking end of a lane; `lost` is called with it once nobody is at the other end."""

    def __init__(self, name: str, source: socket.socket, lost: Callable[["Lane"], None]) -> None:
        self.name = name
        self.socket = source
        self.busy = False
        self._lost = lost
        self._answer: asyncio.Future[Packet | None] | None = None
        self._loop = asyncio.get_running_loop()
        source.setblocking(False)
        self.listen()

    def listen(self) -> None:
        """Take note of what comes, or that nothing will."""
        self._loop.add_reader(self.socket.fileno(), self._read)

    @property
    def closed(self) -> bool:
        """Whether it is given back, or lost."""
        return self.socket.fileno() == -1

    async def ask(self, packet: Packet) -> Packet | None:
        """Send the packet of a question, return the first of the answer; None if there is none.

        After a HEAD the socket is the caller's, who reads the rest and then calls `listen`.
        """
        kind, body = packet
        self._answer = self._loop.create_future()
        try:
            self.socket.send(kind.value + body)
            return await self._answer
        except OSError:
            return None

    def hang_up(self) -> None:
        """Let whoever reads or writes, here and there, find that nobody is at the other end."""
        if not self.closed:
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the worker back; nobody may be waiting for an answer."""
        if not self.closed:
            self._loop.remove_reader(self.socket.fileno())
            self.socket.close()

    def _read(self) -> None:
        try:
            packet = receive(self.socket)
        except BlockingIOError:
            return
        except OSError:
            packet = None
        if packet is None:
            self.close()
            self._lost(self)
        elif packet[0] is Kind.HEAD:
            self._loop.remove_reader(self.socket.fileno())
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(packet)
