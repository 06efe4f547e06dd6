"""Response headers: what the gateway adds to those of the application, and its own refusals."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from server.gateway.compression import compressible
from server.gateway.response_cache import CachedReply
from server.gateway.streaming import Headers
from server.gateway.wsgi import WsgiReply

__all__ = ["CACHED", "dressed", "is_lasting", "is_worth_coding", "refusal", "unchanged"]

_SAID: Final = {
    408: ("Requête trop lente", "Le corps de la requête n'est pas arrivé à temps."),
    413: ("Requête trop longue", "Le corps de la requête dépasse la longueur admise."),
    431: ("Requête trop longue", "Les en-têtes de la requête dépassent la longueur admise."),
}


def refusal(status: int) -> CachedReply:
    """Return a refusal as a problem (RFC 9457); the connection is closed after it."""
    title, detail = _SAID.get(status, (HTTPStatus(status).phrase, ""))
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    headers = (
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"access-control-allow-origin", b"*"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    )
    return CachedReply(status, headers, body)


CACHED: Final = (b"cache-control", b"public, max-age=0, must-revalidate")
"""Whoever keeps an answer must ask whether it still holds: a release may follow at any time."""
_VARY: Final = b"Accept, Accept-Encoding, Accept-Language"
_SMALL: Final = 600
"""Bytes that are not worth coding."""
_OWN: Final = frozenset({b"etag", b"cache-control", b"content-range"})
"""Headers of an answer that has seen to its caching itself."""
_CODED: Final = frozenset({b"content-encoding", b"content-range"})
_NAMED: Final = frozenset({b"vary"})
_SET: Final = _NAMED | {b"content-length"}
"""Headers that are written anew."""


def is_worth_coding(answer: WsgiReply) -> bool:
    """Return whether an answer gets shorter when it is coded, and may be."""
    if answer.status == 206 or (answer.body is not None and len(answer.body) <= _SMALL):
        return False
    return _CODED.isdisjoint(_names(answer)) and compressible(_type(answer))


def is_lasting(answer: WsgiReply) -> bool:
    """Return whether an answer holds as long as its release, and nobody has said otherwise."""
    return answer.status == 200 and _OWN.isdisjoint(_names(answer))


def _names(answer: WsgiReply) -> Iterator[bytes]:
    return (name for name, _ in answer.headers)


def _type(answer: WsgiReply) -> bytes:
    return next((value for name, value in answer.headers if name == b"content-type"), b"")


def dressed(answer: WsgiReply, coding: str) -> Headers:
    """Return the headers of an answer in a coding, but for its length and its tag."""
    dropped = _SET if coding or answer.body is not None else _NAMED
    headers = [each for each in answer.headers if each[0] not in dropped]
    vary = b", ".join(value for name, value in answer.headers if name == b"vary")
    wanted = [vary] if vary else []
    if compressible(_type(answer)) and b"accept-encoding" not in vary.lower():
        wanted.append(b"Accept-Encoding")
    if wanted:
        headers.append((b"vary", b", ".join(wanted)))
    if coding:
        headers.append((b"content-encoding", coding.encode()))
    return headers


def unchanged(tag: bytes) -> CachedReply:
    """Return the answer to a client that has what it asks for."""
    return CachedReply(304, ((b"etag", tag), CACHED, (b"vary", _VARY)), b"")
