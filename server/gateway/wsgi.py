"""WSGI: the application behind the gateway, called in a thread as PEP 3333 wants it."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from time import thread_time
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from server.gateway.reply import Headers, Reply, ThreadBody
from server.gateway.request import Request
from server.gateway.streaming import FileBody

__all__ = ["KEY", "Call", "Wsgi", "call", "environ_of"]


def environ_of(request: Request) -> dict[str, Any]:
    """Return the WSGI environment of a request."""
    scope = request.scope
    raw = scope.get("raw_path") or scope["path"].encode()
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name == b"upgrade":  # passes for one that a proxy sets; is not heeded
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        joint = ";" if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    if request.body:
        environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ


_SHORT = 1 << 20
"""Bodies of so many bytes are read at once; longer ones in pieces, while they are sent."""


class Wsgi(Protocol):
    """A WSGI application."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""


KEY = "metiers.call"
"""Where a request's `Call` stands in its WSGI environment."""


@dataclass
class Call:
    """What the application and the gateway tell each other of a request: WSGI has no place for it.

    The application writes the release that its answer is made from, and what ends a wait of its
    own; the gateway says that the client has left, and what the data road has found already.
    """

    digest: str = ""
    """The release that the answer is made from; empty where it depends on none."""
    seconds: float = 0.0
    """The processor time that the application took."""
    found: object = None
    """What the data road has read and leaves to the application to show."""
    failure: Exception | None = None
    """What became of the request on the data road, for the application to say in a page."""
    _lock: Lock = field(default_factory=Lock, repr=False)
    _give_up: Callable[[], object] | None = None
    _left: bool = False

    def wait_on(self, give_up: Callable[[], object]) -> None:
        """Say that somebody waits, and what ends the wait when the client leaves."""
        with self._lock:
            self._give_up = give_up
            if self._left:
                give_up()

    def stop_waiting(self) -> None:
        """Say that nobody waits any more."""
        with self._lock:
            self._give_up = None

    def leave(self) -> None:
        """Say that the client has left."""
        with self._lock:
            self._left = True
            if self._give_up is not None:
                self._give_up()


def call(application: Wsgi, request: Request, told: Call) -> Reply:
    """Return what an application answers to a request."""
    head: list[tuple[int, Headers]] = []

    def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> None:
        named = ((name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers)
        kept = [each for each in named if each[0] != b"date"]  # the server says it of all answers
        head[:] = [(int(status[:3]), kept)]

    began = thread_time()
    environ = environ_of(request) | {KEY: told, "wsgi.file_wrapper": FileBody}
    body = application(environ, start)
    ((status, headers),) = head
    if not _is_short(headers):
        told.seconds = thread_time() - began
        return Reply(status, headers, None, told.digest, rest=ThreadBody(body))
    try:
        return Reply(status, headers, b"".join(body), told.digest)
    finally:
        ThreadBody(body).close()
        told.seconds = thread_time() - began


def _is_short(headers: Headers) -> bool:
    length = next((text for name, text in headers if name == b"content-length"), b"")
    return length.isdigit() and int(length) <= _SHORT
