"""HTTP call of an endpoint: to an address that was judged, within a time and a size."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from server.engine.federation.allowlist import Endpoint, find
from server.http.public_addresses import is_public

__all__ = ["CallError", "EndpointReply", "PrivateAddressError", "call", "resolve"]

_REDIRECTS: Final = 3
_SECONDS: Final = 10.0
_SIZE: Final = 16 << 20
_BLOCK: Final = 1 << 16
_PASSED: Final = ("accept", "content-type", "user-agent")


class PrivateAddressError(Exception):
    """A name that stands for an address of this machine, or of a network that is not public."""


class CallError(Exception):
    """An endpoint that cannot be reached, or whose answer cannot be used."""


@dataclass(frozen=True)
class EndpointReply:
    """What an endpoint answered."""

    media_type: str
    body: bytes


def call(
    endpoint: Endpoint, allowed: tuple[Endpoint, ...], body: bytes, headers: Mapping[str, str]
) -> EndpointReply:
    """POST a query to an endpoint; a redirect is followed within the list. CallError otherwise."""
    deadline = time.monotonic() + _SECONDS
    kept = {name: text for name, text in headers.items() if name.lower() in _PASSED}
    for _ in range(_REDIRECTS):
        connection = _connect(endpoint, deadline)
        try:
            connection.request("POST", endpoint.path, body, kept | {"Connection": "close"})
            response = connection.getresponse()
            if response.status in (307, 308):
                target = find(response.getheader("Location") or "", allowed)
                if target is None:
                    raise CallError(f"{endpoint.iri} renvoie hors de la liste")
                endpoint = target
                continue
            if response.status != 200:
                raise CallError(f"{endpoint.iri} répond {response.status}")
            return EndpointReply(
                response.getheader("Content-Type") or "", _read(response, deadline)
            )
        except (http.client.HTTPException, OSError) as error:
            raise CallError(f"{endpoint.iri} : {error or type(error).__name__}") from error
        finally:
            connection.close()
    raise CallError(f"{endpoint.iri} renvoie trop souvent ailleurs")


def resolve(endpoint: Endpoint) -> list[str]:
    """Return the addresses of an endpoint, every one of which is public; OSError if it has none.

    An operator who lists an address itself means it, and is taken at their word.
    """
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not _is_literal(endpoint.host) and not all(map(is_public, addresses)):
        raise PrivateAddressError(f"{endpoint.host} désigne une machine qui n'est pas publique")
    return addresses


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _connect(endpoint: Endpoint, deadline: float) -> http.client.HTTPConnection:
    """Return a connection to an address of an endpoint, which is not looked up again."""
    address = resolve(endpoint)[0]
    patience = max(0.1, deadline - time.monotonic())
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=patience)
    raw = socket.create_connection((address, endpoint.port), patience)
    if endpoint.scheme == "https":
        context = ssl.create_default_context()
        raw = context.wrap_socket(raw, server_hostname=endpoint.host)
    connection.sock = raw
    return connection


def _read(response: http.client.HTTPResponse, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_BLOCK):
        size += len(part)
        if size > _SIZE:
            raise CallError(f"une réponse de plus de {_SIZE} octets")
        if time.monotonic() > deadline:
            raise CallError(f"une réponse de plus de {_SECONDS:g} s")
        parts.append(part)
    return b"".join(parts)
