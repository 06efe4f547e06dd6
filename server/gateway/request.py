"""Request, read whole: its head as the server gave it, its body within bounds."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

__all__ = [
    "REQUEST_ID",
    "Gone",
    "Receive",
    "Refused",
    "Request",
    "Scope",
    "Send",
    "believed",
    "read_request",
]

REQUEST_ID: Final = ContextVar("request_id", default="")
"""The id of the request that the code at hand works for, empty outside one."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_VARYING = (
    b"accept", b"accept-language", b"content-type", b"host", b"cookie", b"x-forwarded-host",
    b"x-forwarded-proto", b"x-forwarded-prefix",
)  # fmt: skip
_LONGEST_HEAD = 32_768
"""Bytes of all headers: they are read where the other requests wait."""
_PATIENCE = 30.0
"""Seconds in which the body of a request must be there."""
_MOMENT = 2.0
"""Seconds in which the rest of a body that is too long may still come."""


class Gone(Exception):  # noqa: N818 - an event, not an error
    """The client left before its request was whole."""


class Refused(Exception):  # noqa: N818
    """The request is longer than it may be, or did not come in time; says the status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Request:
    """A request; names of headers are in lower case."""

    scope: Scope
    body: bytes

    @property
    def method(self) -> str:
        """The method, in capitals."""
        return str(self.scope["method"])

    @cached_property
    def _headers(self) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for name, value in self.scope["headers"]:
            between = b"; " if name == b"cookie" else b","
            found[name] = found[name] + between + value if name in found else value
        return found

    @cached_property
    def identity(self) -> str:
        """A digest of all that an answer may depend on; HEAD and GET have the same."""
        scope = self.scope
        parts = [b"POST" if self.method == "POST" else b"", self.body, scope["query_string"]]
        parts += [scope.get("raw_path") or scope["path"].encode(), *map(self.header, _VARYING)]
        told = hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts))
        return told.hexdigest()

    def header(self, name: bytes) -> bytes:
        """Return the values of a header, joined as its kind is; empty where there is none."""
        return self._headers.get(name, b"")


async def read_request(scope: Scope, receive: Receive, longest: int) -> Request:
    """Read the body of a request; raise Gone, or Refused (408, 413, 431).

    What is too long is let go by for a moment: few clients read an answer before they have sent
    their request, and a connection closed on them is all that they see.
    """
    if sum(len(name) + len(value) for name, value in scope["headers"]) > _LONGEST_HEAD:
        raise Refused(431)
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    if announced.isdigit() and int(announced) > longest:
        await _let_go_by(receive)
        raise Refused(413)
    if scope["method"] in ("GET", "HEAD", "OPTIONS") and not announced.strip(b"0"):
        return Request(scope, b"")
    try:
        async with asyncio.timeout(_PATIENCE):
            return Request(scope, await _body(receive, longest))
    except TimeoutError:
        raise Refused(408) from None


async def _let_go_by(receive: Receive) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_MOMENT):
            while (await receive()).get("more_body"):
                pass


async def _body(receive: Receive, longest: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > longest:
            await _let_go_by(receive)
            raise Refused(413)
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


_FORWARDED = b"x-forwarded-for"


def believed(scope: Scope, proxies: int) -> Scope:
    """Return a request whose client is whom the first of the believed proxies has seen.

    Each proxy adds a member behind a comma. Whoever reads quotes in what stands before it, as the
    framework does, lets a client open one that swallows what they add: here a comma is a comma, and
    nobody behind the gateway reads the header again.
    """
    if not proxies:
        return scope
    said = b",".join(text for name, text in scope["headers"] if name == _FORWARDED).split(b",")
    seen = said[-proxies].strip().decode("latin-1") if len(said) >= proxies else ""
    others = [each for each in scope["headers"] if each[0] != _FORWARDED]
    return {**scope, "headers": others, "client": (seen, 0) if seen else scope.get("client")}
