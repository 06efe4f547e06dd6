"""Which machine a name stands for, and whether it may be called."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from server.engine.federation.allowlist import Endpoint

__all__ = ["PrivateAddressError", "resolve"]


class PrivateAddressError(Exception):
    """A name that stands for an address of this machine, or of a network that is not public."""


def resolve(endpoint: Endpoint) -> list[str]:
    """Return the addresses of an endpoint, every one of which is public; OSError if it has none.

    An operator who lists an address itself means it, and is taken at their word.
    """
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not _is_literal(endpoint.host) and not all(map(_is_public, addresses)):
        raise PrivateAddressError(f"{endpoint.host} désigne une machine qui n'est pas publique")
    return addresses


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(text: str) -> bool:
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None or address.teredo is not None:
            return inner is not None and _is_public(str(inner))
    return address.is_global and not address.is_multicast
