"""Connection limits: a request must say in time, and in few bytes, what it asks.

The server sets no such bounds.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Connection"]

_PATIENCE = 10.0
"""Seconds in which the head of a request must be there, counted from the connection or from its
first byte."""
_LONGEST = 65_536
"""Bytes of a head after which no more of it is read; the gateway refuses shorter ones by itself."""


class Connection(HttpToolsProtocol):
    """Closes itself when a head does not come to its end."""

    _timer: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first request."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Read what comes, unless it is a head that was long enough before."""
        if self._timer is not None:
            if self._head > _LONGEST:
                self.transport.close()
                return
            self._head += len(data)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Start the clock of a request."""
        self._start()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop the clock: the body has one of its own."""
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._stop()
        self._head = 0
        self._timer = self.loop.call_later(_PATIENCE, self.transport.close)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
