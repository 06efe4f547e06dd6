"""Response headers: what the gateway adds to those of the application, and its own refusals."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from server.gateway.compression import compressible
from server.gateway.reply import Headers, Reply
from server.gateway.response_cache import CachedReply
from server.http.negotiation import VARY

__all__ = ["CACHED", "dressed", "is_lasting", "is_worth_coding", "refusal", "unchanged"]

_SAID: Final = {
    400: (
        "Requête illisible",
        "Ce n'est pas du HTTP, ou cela se lit de deux façons.",
    ),
    408: ("Requête trop lente", "Le corps de la requête n'est pas arrivé à temps."),
    503: ("Trop de connexions", "Ce serveur n'en prend pas d'autre : réessayez plus tard."),
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
        _VARY,
        (b"connection", b"close"),
    )
    return CachedReply(status, headers, body)


CACHED: Final = (b"cache-control", b"public, max-age=0, must-revalidate")
"""Whoever keeps an answer must ask whether it still holds: a release may follow at any time."""
_VARY: Final = (b"vary", VARY.encode())
_SMALL: Final = 600
"""Bytes that are not worth coding."""
_OWN: Final = frozenset({b"etag", b"cache-control", b"content-range"})
"""Headers of an answer that has seen to its caching itself."""
_CODED: Final = frozenset({b"content-encoding", b"content-range"})


def is_worth_coding(answer: Reply) -> bool:
    """Return whether an answer gets shorter when it is coded, and may be."""
    if answer.status == 206 or (answer.body is not None and len(answer.body) <= _SMALL):
        return False
    return _CODED.isdisjoint(_names(answer)) and compressible(_type(answer))


def is_lasting(answer: Reply) -> bool:
    """Return whether an answer holds as long as its release, and nobody has said otherwise."""
    return answer.status == 200 and _OWN.isdisjoint(_names(answer))


def _names(answer: Reply) -> Iterator[bytes]:
    return (name for name, _ in answer.headers)


def _type(answer: Reply) -> bytes:
    return next((value for name, value in answer.headers if name == b"content-type"), b"")


def dressed(answer: Reply, coding: str) -> Headers:
    """Return the headers of an answer in a coding, but for its length and its tag.

    A tag of its own is of the bytes that are not coded: a part of those is no part of the others.
    """
    measured = not coding and answer.body is None
    headers = [each for each in answer.headers if measured or each[0] != b"content-length"]
    if coding:
        headers = [(name, _weak(text) if name == b"etag" else text) for name, text in headers]
        headers.append((b"content-encoding", coding.encode()))
    return headers


def _weak(tag: bytes) -> bytes:
    return tag if tag.startswith(b"W/") else b"W/" + tag


def unchanged(tag: bytes) -> CachedReply:
    """Return the answer to a client that has what it asks for."""
    return CachedReply(304, ((b"etag", tag), CACHED, _VARY), b"")
