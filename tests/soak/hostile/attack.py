"""A request that means harm, sent byte by byte, and the reply as it came."""

import json
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, urlsplit

__all__ = [
    "ACCEPT",
    "CLOSED",
    "Attack",
    "Reply",
    "asking",
    "faults",
    "http",
    "hurried",
    "posting",
    "send",
]

ACCEPT = "Accept: application/json, text/turtle"
CLOSED = 0
"""Stands for a connection that is closed without a word."""
_ANSWERED = frozenset({200, 400, 503})
_LEAKS = re.compile(
    rb'Traceback|File "|site-packages|\.py\b|/(?:root|work|tmp|home|usr|var|proc)/|0x[0-9a-f]{8,}'
    rb"|rocksdb|panicked|\.rs:\d|root:.:0:"
)
_FORM = "application/x-www-form-urlencoded"
_PATIENCE = 15.0


@dataclass(frozen=True)
class Attack:
    """The bytes of a request, and the statuses that an answer may have."""

    name: str
    raw: bytes
    statuses: frozenset[int] = _ANSWERED

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Reply:
    """An answer; `whole` tells whether it came to its announced end, `more` is what follows."""

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool
    more: bytes = b""


def http(start: str | bytes, headers: Iterable[str] = (), body: bytes = b"") -> bytes:
    """Return a request that is sound but for what it is given."""
    first = start.encode() if isinstance(start, str) else start
    lines = [first, b"Host: 127.0.0.1", b"Connection: close", *(h.encode() for h in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def posting(
    body: bytes, kind: str = "application/sparql-query", *headers: str, path: str = "/sparql"
) -> bytes:
    """Return a POST of a body."""
    own = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", ACCEPT)
    return http(f"POST {path} HTTP/1.1", (*own, *headers), body)


def asking(name: str, query: str, *statuses: int) -> Attack:
    """Return an attack that is a query, sent in the body of a form."""
    body = b"query=" + quote_plus(query.encode("utf-8", "surrogatepass")).encode()
    raw = posting(body, _FORM)
    return Attack(name, raw, frozenset(statuses) or _ANSWERED)


def hurried(attack: Attack, seconds: float) -> Attack:
    """Return an attack by `asking` that is content with so many seconds of evaluation."""
    _, _, body = attack.raw.partition(b"\r\n\r\n")
    raw = posting(body + f"&timeout={seconds}".encode(), _FORM)
    return replace(attack, raw=raw)


def send(address: str, raw: bytes, source: str = "127.0.0.1") -> Reply:
    """Send all of a request, or what the server takes of it, and read until it closes."""
    parts = urlsplit(address)
    where = (parts.hostname or "", parts.port or 80)
    with socket.create_connection(where, _PATIENCE, (source, 0)) as client:
        received = bytearray()
        with suppress(OSError):  # refused before its end: the answer may be there all the same
            client.sendall(raw)
        with suppress(ConnectionResetError):
            while piece := client.recv(1 << 18):
                received += piece
    return read_reply(bytes(received))


def read_reply(received: bytes) -> Reply:
    """Return the first answer in what was received."""
    head, found, rest = received.partition(b"\r\n\r\n")
    if not found:
        return Reply(CLOSED, {}, received, not received)
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = headers.get("content-length", "")
    if "chunked" in headers.get("transfer-encoding", ""):
        body, whole, more = _unchunked(rest)
    elif length.isdigit():
        body, whole, more = rest[: int(length)], len(rest) >= int(length), rest[int(length) :]
    else:
        body, whole, more = rest, True, b""
    return Reply(int(first.split(" ")[1]), headers, body, whole, more)


def faults(attack: Attack, reply: Reply) -> list[str]:
    """Return what is wrong with an answer, in words; empty where it is as it should be."""
    found = []
    if reply.status not in attack.statuses:
        found.append(f"status {reply.status}, not one of {sorted(attack.statuses)}")
    if leak := _LEAKS.search(reply.body):
        found.append(f"tells {leak[0]!r} of the machine")
    kind = reply.headers.get("content-type", "")
    if reply.whole and reply.status and "json" in kind and not _is_json(reply.body):
        found.append(f"{reply.status} with broken JSON: {reply.body[-80:]!r}")
    if reply.more:
        found.append(f"answers twice: {reply.more[:80]!r}")
    if not reply.whole and reply.status != 200:
        found.append(f"{reply.status} that breaks off")
    return found


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _unchunked(rest: bytes) -> tuple[bytes, bool, bytes]:
    """Return a body, whether its last chunk came, and what follows it."""
    body, at = bytearray(), 0
    while (end := rest.find(b"\r\n", at)) != -1:
        length = int(rest[at:end], 16)
        if not length:
            return bytes(body), True, rest[end + 4 :]
        body += rest[end + 2 : end + 2 + length]
        at = end + 4 + length
    return bytes(body), False, b""
