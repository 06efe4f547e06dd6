"""Framing: whether a head leaves no doubt about where its request ends, and whom it is for.

What follows a request that two read differently is, for one of them, somebody else's next request.
The parser refuses by itself two lengths, a length beside chunks, a last coding that is not chunked,
blanks before a colon, folded lines, lone returns and NUL; what it lets by is judged here.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

__all__ = ["FRAMING", "is_clear", "is_target_clear"]

FRAMING: Final = frozenset({b"content-length", b"transfer-encoding"})
"""The headers that say where a request ends."""
_HOST: Final = re.compile(rb"[\w.~%:\[\]-]*[ \t]*")
_ABSOLUTE: Final = re.compile(rb"https?://([^/?#]*)", re.IGNORECASE)


def is_clear(version: str, headers: Mapping[bytes, bytes]) -> bool:
    """Return whether all who read a head read the same in it (RFC 9112, §3.2 and §6.1).

    No coding but chunks, of which HTTP/1.0 knows nothing; one host; no version that we do not
    speak. Each header has its values joined by commas.
    """
    coding = headers.get(b"transfer-encoding")
    if coding is not None and (version != "1.1" or coding.strip().lower() != b"chunked"):
        return False
    host = headers.get(b"host")
    if host is None:
        return version == "1.0"
    return (version == "1.1" or version == "1.0") and _is_host(host)


@lru_cache(256)
def _is_host(host: bytes) -> bool:
    return _HOST.fullmatch(host) is not None


def is_target_clear(target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a target that is more than a path names no other host than the headers do."""
    absolute = _ABSOLUTE.match(target)
    hosts = [value.strip().lower() for name, value in headers if name == b"host"]
    return target == b"*" or (absolute is not None and [absolute[1].lower()] == hosts)
