"""The application behind the gateway, called in a thread as PEP 3333 wants it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from server.gateway.environ import environ_of
from server.gateway.request import Request
from server.gateway.sending import FileBody, Headers
from server.handover import KEY, Handover

__all__ = ["Wsgi", "WsgiReply", "call"]

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
