"""Request, read whole: its head as the server gave it, its body within bounds."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from itertools import chain
from typing import Any, Final

from server.gateway.framing import is_clear

__all__ = [
    "REQUEST_ID",
    "BodyRoom",
    "Gone",
    "Receive",
    "Refused",
    "Request",
    "Scope",
    "Send",
    "believed",
    "client_of",
    "read_request",
]

REQUEST_ID: Final = ContextVar("request_id", default="")
"""The id of the request that the code at hand works for, empty outside one."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_VARYING = (b"accept", b"content-type", b"cookie")
"""Headers that make other answers; so does the coding that is chosen, and nothing else."""
_LONGEST_HEAD = 32_768
"""Bytes of all headers: they are read where the other requests wait."""
_LONGEST_NAME = 64
"""Characters of the name of a client that has no address."""
_PATIENCE = 30.0
"""Seconds in which the body of a request must be there."""
_MOMENT = 2.0
"""Seconds in which the rest of a body that is too long may still come."""


class Gone(Exception):  # noqa: N818 - an event, not an error
    """The client left before its request was whole."""


class Refused(Exception):  # noqa: N818
    """The request is in doubt, longer than it may be, or did not come in time; says the status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Request:
    """A request: its ASGI scope, its method in capitals, and its body."""

    def __init__(self, scope: Scope, body: bytes) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.body = body
        self.client = _client(scope)
        """Who is charged for it."""
        self.headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in self.headers:
                value = self.headers[name] + (b"; " if name == b"cookie" else b",") + value
            self.headers[name] = value

    @property
    def identity(self) -> bytes:
        """What tells it from all requests that may have another answer; HEAD and GET have one."""
        scope, found = self.scope, self.headers
        method = b"POST" if self.method == "POST" else b""
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        said = [found.get(name, b"") for name in _VARYING]
        parts = (method, self.body, scope["query_string"], path, *said)
        return b"%s %s" % (b"".join(parts), repr([*map(len, parts)]).encode())

    def header(self, name: bytes) -> bytes:
        """Return the values of a header, by its name in lower case, joined as its kind is."""
        return self.headers.get(name, b"")


class BodyRoom:
    """The bytes that all bodies on their way to a process may take: `most`, half for a client."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._of_one = most // 2
        self._held: Counter[str] = Counter()

    def take(self, client: str, size: int) -> None:
        """Take so many for a client; Refused (503) where there are no more."""
        if size > min(self._left, self._of_one - self._held[client]):
            raise Refused(503)
        self._left -= size
        self._held[client] += size

    def give(self, client: str, size: int) -> None:
        """Give back what was taken."""
        self._left += size
        self._held[client] -= size
        if not self._held[client]:
            del self._held[client]


async def read_request(scope: Scope, receive: Receive, longest: int, room: BodyRoom) -> Request:
    """Read the body of a request; raise Gone, or Refused (400, 408, 413, 431, 503).

    What is too long is let go by for a moment: few clients read an answer before they have sent
    their request, and a connection closed on them is all that they see.
    """
    if sum(map(len, chain.from_iterable(scope["headers"]))) > _LONGEST_HEAD:
        raise Refused(431)
    request = Request(scope, b"")
    if not is_clear(scope["http_version"], request.headers):
        raise Refused(400)
    announced = request.headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > longest:
        if b"expect" not in request.headers:  # else the client waits for a word before it sends any
            await _let_go_by(receive)
        raise Refused(413)
    is_whole = not announced.strip(b"0") and b"transfer-encoding" not in request.headers
    if is_whole and scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return request
    try:
        async with asyncio.timeout(_PATIENCE):
            request.body = await _body(request.client, receive, longest, room)
            return request
    except TimeoutError:
        raise Refused(408) from None


async def _let_go_by(receive: Receive) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_MOMENT):
            while (await receive()).get("more_body"):
                pass


async def _body(client: str, receive: Receive, longest: int, room: BodyRoom) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            room.take(client, len(part))
            size += len(part)
            if size > longest:
                await _let_go_by(receive)
                raise Refused(413)
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)
    finally:
        room.give(client, size)


@lru_cache(1024)
def client_of(address: str) -> str:
    """Return who a request is charged to: an address, or the network of one that is many."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_LONGEST_NAME]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return address


def _client(scope: Scope) -> str:
    return client_of((scope.get("client") or ("",))[0])


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
