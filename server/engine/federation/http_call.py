"""HTTP call of an endpoint: to an address that was judged, within a time and a size.

The time is that of the whole call, by the clock: names, connections, redirects, each byte.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import quote, urlencode

from server.engine.errors import PeerError, worded
from server.engine.federation.allowlist import Endpoint, find
from server.engine.federation.http_message import Message, read_response
from server.engine.federation.peer_results import ACCEPT
from server.engine.network_reason import network_reason
from server.http.public_addresses import is_public

__all__ = [
    "SECONDS",
    "EndpointReply",
    "Lookup",
    "PrivateAddressError",
    "call",
    "is_literal",
    "resolve",
]

_REDIRECTS: Final = 3
SECONDS = 10.0
_SIZE: Final = 16 << 20
_MAX_ROWS: Final = "x-sparql-maxrows"
_IN_PATH: Final = "/:@!$&'()*+,;=~"
_PRIVATE: Final = worded("%(endpoint)s désigne une machine qui n'est pas publique")
_AWAY: Final = worded("%(endpoint)s renvoie hors de la liste")
_AROUND: Final = worded("%(endpoint)s renvoie trop souvent ailleurs")
_STATUS: Final = worded("%(endpoint)s répond %(status)s")
_CODED: Final = worded("%(endpoint)s répond dans un codage (%(coding)s) qui n'est pas demandé")
_PARTIAL: Final = worded("%(endpoint)s ne donne qu'une partie de sa réponse (%(state)s)")
_UNREACHED: Final = worded("%(endpoint)s ne peut être joint (%(reason)s)")
_LATE: Final = worded("%(endpoint)s n'a pas tout répondu en %(seconds)g s")

Lookup = Callable[[Endpoint], Awaitable[list[str]]]


class PrivateAddressError(PeerError):
    """A name that stands for an address of this machine, or of a network that is not public."""


@dataclass(frozen=True)
class EndpointReply:
    """What an endpoint answered, and how many rows it says that it gives at most, if it does."""

    media_type: str
    body: bytes
    most: str = ""


async def call(
    endpoint: Endpoint,
    allowed: tuple[Endpoint, ...],
    lookup: Lookup,
    query: bytes,
) -> EndpointReply:
    """Send a query to an endpoint; a redirect is followed within the list. PeerError otherwise.

    `lookup` gives the addresses of an endpoint, once they are judged. The query is a field of a
    form: Virtuoso never answers one that is the body itself.
    """
    asked, form = endpoint, urlencode({"query": query}).encode()
    try:
        async with asyncio.timeout(SECONDS):
            for _ in range(_REDIRECTS):
                response = await _exchange(endpoint, lookup, form)
                if response.status not in (307, 308):
                    return _reply(endpoint, response)
                target = find(response.headers.get("location", ""), allowed)
                if target is None:
                    raise PeerError(_AWAY, endpoint=endpoint.iri)
                endpoint = target
    except TimeoutError:
        raise PeerError(_LATE, endpoint=asked.iri, seconds=SECONDS) from None
    except (OSError, UnicodeError) as error:
        reason = network_reason(error)
        raise PeerError(_UNREACHED, endpoint=endpoint.iri, reason=reason) from error
    raise PeerError(_AROUND, endpoint=asked.iri)


def resolve(endpoint: Endpoint) -> list[str]:
    """Return the addresses of an endpoint, every one of which is public; OSError if it has none.

    An operator who lists an address itself means it, and is taken at their word.
    """
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not is_literal(endpoint.host) and not all(map(is_public, addresses)):
        raise PrivateAddressError(_PRIVATE, endpoint=endpoint.host)
    return addresses


def is_literal(host: str) -> bool:
    """Return whether a host is an address itself."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _exchange(endpoint: Endpoint, lookup: Lookup, form: bytes) -> Message:
    async with _connected(endpoint, lookup) as (reader, writer):
        writer.write(_head(endpoint, len(form)) + form)
        return await read_response(reader, _SIZE, endpoint.iri)


@asynccontextmanager
async def _connected(
    endpoint: Endpoint, lookup: Lookup
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect to an address of an endpoint, which is not looked up again."""
    address = (await lookup(endpoint))[0]
    secure = endpoint.scheme == "https"
    reader, writer = await asyncio.open_connection(
        address,
        endpoint.port,
        ssl=_authorities() if secure else None,
        server_hostname=endpoint.host if secure else None,
    )
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


@lru_cache
def _authorities() -> ssl.SSLContext:
    return ssl.create_default_context()


def _head(endpoint: Endpoint, length: int) -> bytes:
    host = endpoint.iri.removeprefix(f"{endpoint.scheme}://").removesuffix(endpoint.path)
    name = host if host.isascii() else host.encode("idna").decode()
    lines = [
        f"POST {quote(endpoint.path, safe=_IN_PATH)} HTTP/1.1",
        f"Host: {name}",
        f"Content-Length: {length}",
        "Accept-Encoding: identity",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Accept: {ACCEPT}",
        "User-Agent: metiers-graphe",
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _reply(endpoint: Endpoint, response: Message) -> EndpointReply:
    if response.status != 200:
        raise PeerError(_STATUS, endpoint=endpoint.iri, status=response.status)
    coding = response.headers.get("content-encoding", "")
    transfer = response.headers.get("transfer-encoding", "chunked")
    if coding.lower() not in ("", "identity") or transfer.lower() != "chunked":
        coding = coding or transfer
        raise PeerError(_CODED, endpoint=endpoint.iri, coding=coding[:40])
    if state := response.headers.get("x-sql-state"):
        raise PeerError(_PARTIAL, endpoint=endpoint.iri, state=state[:40])
    media_type, most = (response.headers.get(name, "") for name in ("content-type", _MAX_ROWS))
    return EndpointReply(media_type, bytes(response.body), most)
