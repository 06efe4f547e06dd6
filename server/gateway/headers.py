"""The headers of an answer: what the gateway adds to those of the application."""

from typing import Final

from server.gateway.application import WsgiReply
from server.gateway.coding import compressible
from server.gateway.memory import Reply
from server.gateway.sending import Headers

__all__ = ["CACHED", "dressed", "is_lasting", "is_worth_coding", "unchanged"]

CACHED: Final = (b"cache-control", b"public, max-age=0, must-revalidate")
"""Whoever keeps an answer must ask whether it still holds: a release may follow at any time."""
_VARY: Final = b"Accept, Accept-Encoding, Accept-Language"
_SMALL: Final = 600
"""Bytes that are not worth coding."""
_OWN: Final = frozenset({b"etag", b"cache-control", b"content-range"})
"""Headers of an answer that has seen to its caching itself."""


def is_worth_coding(answer: WsgiReply) -> bool:
    """Return whether an answer gets shorter when it is coded, and may be."""
    headers = dict(answer.headers)
    long = answer.body is None or len(answer.body) > _SMALL
    whole = answer.status != 206 and not headers.keys() & {b"content-encoding", b"content-range"}
    return long and whole and compressible(headers.get(b"content-type", b""))


def is_lasting(answer: WsgiReply) -> bool:
    """Return whether an answer holds as long as its release, and nobody has said otherwise."""
    return answer.status == 200 and not _OWN & {name for name, _ in answer.headers}


def dressed(answer: WsgiReply, coding: str) -> Headers:
    """Return the headers of an answer in a coding, but for its length and its tag."""
    dropped = {b"content-length"} if coding or answer.body is not None else set()
    headers = [each for each in answer.headers if each[0] not in dropped | {b"vary"}]
    vary = b", ".join(value for name, value in answer.headers if name == b"vary")
    codable = compressible(dict(headers).get(b"content-type", b""))
    wanted = [vary] if vary else []
    if codable and b"accept-encoding" not in vary.lower():
        wanted.append(b"Accept-Encoding")
    if wanted:
        headers.append((b"vary", b", ".join(wanted)))
    if coding:
        headers.append((b"content-encoding", coding.encode()))
    return headers


def unchanged(tag: bytes) -> Reply:
    """Return the answer to a client that has what it asks for."""
    return Reply(304, ((b"etag", tag), CACHED, (b"vary", _VARY)), b"")
