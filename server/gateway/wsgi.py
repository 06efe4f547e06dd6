"""WSGI: the application behind the gateway, called in a thread as PEP 3333 wants it."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from server.gateway.handover import KEY, Handover
from server.gateway.request import Request
from server.gateway.streaming import FileBody, Headers

__all__ = ["Wsgi", "WsgiReply", "call", "environ_of"]


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


@dataclass(frozen=True)
class WsgiReply:
    """What an application answered: `body` is all there, or None where `rest` is to be read."""

    status: int
    headers: Headers
    body: bytes | None
    rest: Iterable[bytes] = ()

    def close(self) -> None:
        """Tell the application that its answer is sent, or given up."""
        _close(self.rest)


def call(application: Wsgi, request: Request, handover: Handover) -> WsgiReply:
    """Return what an application answers to a request."""
    head: list[tuple[int, Headers]] = []

    def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> None:
        named = [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers]
        head[:] = [(int(status[:3]), named)]

    environ = environ_of(request) | {KEY: handover, "wsgi.file_wrapper": FileBody}
    body = application(environ, start)
    ((status, headers),) = head
    if not _is_short(headers):
        return WsgiReply(status, headers, None, body)
    try:
        return WsgiReply(status, headers, b"".join(body))
    finally:
        _close(body)


def _is_short(headers: Headers) -> bool:
    length = next((text for name, text in headers if name == b"content-length"), b"")
    return length.isdigit() and int(length) <= _SHORT


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
