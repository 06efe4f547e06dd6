"""Access log: the id, the status and the time of each request, as metrics and as a log line."""

import logging
import re
import secrets
import time
from collections.abc import MutableMapping
from functools import lru_cache
from itertools import count
from types import TracebackType
from typing import Any, Final

from prometheus_client import Histogram

from server.gateway.request import REQUEST_ID, Scope, Send

__all__ = ["AccessLog", "kind_of"]

_log = logging.getLogger("requests")
_SECONDS: Final = Histogram(
    "metiers_request_seconds",
    "Time from the head of a request to the end of its answer.",
    ("kind", "status"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_KINDS = {
    "sparql": "sparql", "store": "sparql", "id": "data", "doc": "data", "graph": "data",
    "ontology": "data", "dump": "dump", "static": "static", "recherche": "search",
    "suggestions": "search", "health": "health", "metrics": "health",
}  # fmt: skip
_PROCESS: Final = secrets.token_hex(4)
_NUMBERS: Final = count()
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
        self.id = given.decode() if _ID.fullmatch(given) else f"{_PROCESS}{next(_NUMBERS):08x}"
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
        _seconds_of(kind_of(path), self._status).observe(seconds)
        if _log.isEnabledFor(logging.INFO):
            said = {
                "method": self._scope["method"],
                "path": path[:200],
                "status": self._status,
                "ms": round(seconds * 1000, 2),
                "bytes": self._size,
            }
            _log.info("request", extra=said)


@lru_cache
def _seconds_of(kind: str, status: int) -> Histogram:
    return _SECONDS.labels(kind, str(status))


def kind_of(path: str) -> str:
    """Return the kind of request that a path makes: few, so that figures stay few."""
    return _KINDS.get(path.split("/", 2)[1].partition(".")[0], "page")
