"""Public addresses: whether an IP address is one of the open Internet, whatever wraps it.

The one rule, for whoever calls an address that others have named: the broker of SERVICE clauses
and `metiers fetch`. An IPv6 address may carry an IPv4 one, to which a router or this very machine
hands the packet on: it is judged by what it carries.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

__all__ = ["is_public"]

_NAT64: Final = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC: Final = tuple(
    map(
        IPv6Network,
        (
            "::/96",  # IPv4-compatible, deprecated
            "64:ff9b:1::/48",  # NAT64 inside a network (RFC 8215)
            "3fff::/20",  # documentation (RFC 9637)
            "5f00::/16",  # segment routing (RFC 9602)
            "fec0::/10",  # site-local, deprecated
        ),
    )
)
"""What the standard library of Python 3.11 takes for global."""


def is_public(address: str) -> bool:
    """Return whether an address may be called; one that is none may not."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return found.is_global and not found.is_multicast
    carried = _carried(found)
    if carried is not None:
        return is_public(str(carried))
    if found.teredo is not None or any(found in network for network in _NOT_PUBLIC):
        return False
    return found.is_global and not found.is_multicast


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address in an IPv6 one: mapped, of 6to4, or behind the well-known NAT64."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
