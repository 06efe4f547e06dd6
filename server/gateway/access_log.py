"""What is seen of a request from outside: its id, its status, its time, in figures and in a log."""

import logging
import re
import secrets
import time
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

from server.gateway.request import Scope, Send
from server.operations.json_logs import REQUEST_ID
from server.operations.metrics import SECONDS, kind_of

__all__ = ["AccessLog"]

_log = logging.getLogger("requests")
_ID = re.compile(rb"[\w-]{8,64}", re.ASCII)


class AccessLog:
    """Stands between the gateway and the server for one request; enter it before anything is sent.

    The id is the proxy's where one is believed, else a new one; the client reads it in
    ``X-Request-Id``. Neither who asks nor what is asked is logged.
    """

    def __init__(self, scope: Scope, send: Send, believed: bool) -> None:
        self._scope = scope
        self._send = send
        given = dict(scope["headers"]).get(b"x-request-id", b"") if believed else b""
        self.id = given.decode() if _ID.fullmatch(given) else secrets.token_hex(8)
        self._status = 0
        self._size = 0
        self._began = time.perf_counter()

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Pass a message on, and take note of it."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message["headers"] = [*message["headers"], (b"x-request-id", self.id.encode())]
        else:
            self._size += len(message.get("body", b""))
        await self._send(message)

    def __enter__(self) -> "AccessLog":
        REQUEST_ID.set(self.id)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        seconds = time.perf_counter() - self._began
        path = self._scope["path"]
        SECONDS.labels(kind_of(path), str(self._status)).observe(seconds)
        if _log.isEnabledFor(logging.INFO):
            said = {
                "method": self._scope["method"],
                "path": path[:200],
                "status": self._status,
                "ms": round(seconds * 1000, 2),
                "bytes": self._size,
            }
            _log.info("request", extra=said)
