"""Connection: a request must say in time, in few bytes and without doubt what it asks.

The server sets no such bounds, and would go on reading behind what it could not read. There are
no more connections than the process has files for, which it needs for other things as well.
"""

import asyncio
import resource
import sys
from collections import deque
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from server.gateway.framing import FRAMING, is_target_clear
from server.gateway.response_headers import refusal
from server.gateway.streaming import send_reply

__all__ = ["Connection"]

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_PATIENCE = 10.0
"""Seconds in which the head of a request must be there, counted from the connection or from its
first byte."""
_SPARED = 128
"""Files for other things than connections, unless that is more than half of all."""
_LONGEST = 65_536
"""Bytes of a head after which no more of it is read; the gateway refuses shorter ones by itself.
Sizes of chunks, their extensions and trailers take no more."""
_LEAST_CHUNK = 8
"""Bytes that a byte of a body may take, sent in a chunk of its own."""
_NOWHERE: Final = cast("list[tuple[bytes, bytes]]", deque(maxlen=0))
"""Where trailers go: a header that comes after the head is none."""


class HeadKeeper:
    """The transport of one request, which keeps the head of the answer for its first piece.

    Both go out in one packet: two would wake the client twice.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head: bytes | None = None
        self.is_closing = transport.is_closing

    def write(self, data: bytes) -> None:
        """Write a piece, but for the head."""
        if self._head is None and data != _CONTINUE:
            self._head = data
        elif self._head:
            self._transport.write(self._head + data)
            self._head = b""
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Close the connection, once what was written is sent."""
        self.write(b"")
        self._transport.close()


async def _refuse(scope: Any, _: Any, send: Any) -> None:
    await send_reply(send, refusal(400), scope["method"])


class Connection(HttpToolsProtocol):
    """Closes itself when a head does not come to its end, or what comes is in doubt."""

    _timer: asyncio.TimerHandle | None = None
    _overhead = 0
    """Bytes of a head, or of a body without what it says."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first request; refuse one connection too many."""
        super().connection_made(transport)
        if len(self.connections) > _most():
            transport.write(_refusal(503))
            transport.close()
        else:
            self._start()

    def data_received(self, data: bytes) -> None:
        """Read what comes, unless enough of it was no body before."""
        if self._overhead > _LONGEST:
            self.send_400_response()
            return
        self._overhead += len(data)
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            self._decline(data[upgrade.args[0] :])
        except HttpParserError:
            self.send_400_response()

    def on_message_begin(self) -> None:
        """Start the clock of a request."""
        self._start()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop the clock: the body has one of its own."""
        self._stop()
        if not self.url.startswith(b"/") and not is_target_clear(self.url, self.headers):
            raise HttpParserError
        if self.expect_100_continue and self.parser.get_http_version() == "1.0":
            self.expect_100_continue = False
        transport = self.transport
        if self.parser.get_method() != b"HEAD":  # whose answer has no piece
            self.transport = HeadKeeper(transport)  # type: ignore[assignment]
        try:
            super().on_headers_complete()
        finally:
            self.transport = transport
        self.headers = _NOWHERE
        self._overhead = 0

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self._overhead -= _LEAST_CHUNK * len(body)
        super().on_body(body)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, _: str = "") -> None:
        """Refuse what cannot be read, and read no more; what was whole before is answered first."""
        self._overhead = _LONGEST + 1
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self._write_refusal()
        elif cycle.response_started or not cycle.more_body:
            cycle.keep_alive = False
        elif self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline[0] = cycle, _refuse
        else:
            cycle.disconnected = True
            self._write_refusal()

    def _write_refusal(self) -> None:
        self.transport.write(_refusal(400))
        self.transport.close()

    def _decline(self, rest: bytes) -> None:
        """Answer a request that would rather go on in another protocol as if it had not said so.

        Its parser takes all that follows for that protocol: another one reads its body, and finds
        no request behind it.
        """
        self.cycle.keep_alive = False
        self.cycle.more_body = True
        reading = {"on_body": self.on_body, "on_message_complete": self.on_message_complete}
        self.parser = HttpRequestParser(SimpleNamespace(**reading))
        framing = [b"%s: %s\r\n" % each for each in self.scope["headers"] if each[0] in FRAMING]
        head = b"POST / HTTP/1.1\r\nConnection: close\r\n%s\r\n" % b"".join(framing)
        self.data_received(head + rest)

    def _start(self) -> None:
        self._stop()
        self._overhead = 0
        self._timer = self.loop.call_later(_PATIENCE, self.transport.close)

    def _stop(self) -> None:
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _most() -> int:
    """Return how many connections there may be: files are as many as the system says now."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(files - _SPARED, files // 2) if files != resource.RLIM_INFINITY else sys.maxsize


@lru_cache
def _refusal(status: int) -> bytes:
    reply = refusal(status)
    again = b"retry-after: 5\r\n" if status == 503 else b""
    head = b"".join(b"%s: %s\r\n" % each for each in reply.headers)
    return b"%s%s%s\r\n%s" % (STATUS_LINE[status], again, head, reply.body)
