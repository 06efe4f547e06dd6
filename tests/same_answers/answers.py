"""What is asked, what is answered, and where two answers differ.

All is compared: the status, each header, the bytes. What changes by nature is left out here, each
with its reason, and nowhere else.
"""

import difflib
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

import brotli
import zstandard

__all__ = ["Answer", "Ask", "comparable", "differences"]

_SHOWN: Final = 60
"""Bytes shown on either side of the first one that differs."""
_CLOCKS: Final = {
    "date": "the clock",
    "expires": "the clock, of a file that is to be asked for anew each time",
    "x-request-id": "drawn by lot for each request",
}
"""Headers whose values never say the same twice: they must be there, whatever they say."""
_CHECKOUT: Final = {
    "etag": "the framework makes it from the time of the file in the checkout",
    "last-modified": "the time of the file in the checkout",
}
"""Headers of files of the checkout itself, which are not of the release."""
_OF_CHECKOUT: Final = ("/static/", "/favicon.ico")
_EXPIRES: Final = re.compile(r"(?<=Expires=)[^;]+")
"""The end of a cookie's year, told by the clock."""
_SAMPLE: Final = re.compile(rb"^([^#\s{]+(?:\{[^}]*\})?) \S+$", re.MULTILINE)
"""A sample of ``/metrics``: times are measured; names and labels stand."""
_AS_TRIPLES: Final = (
    "application/n-triples", "text/plain", "application/rdf+xml", "application/xml",
)  # fmt: skip
"""Forms of a document that the engine writes: its hash tables, seeded by lot, order the triples."""
_STREAMED: Final = "x-sparql-maxrows"
"""A header of what comes in packets: how many are there at once is a matter of time, and so are the
blocks of the coded stream, and whether the length is known in advance."""
_FRAMING: Final = ("content-length", "transfer-encoding")
_MEASURED: Final = "…"


@dataclass(frozen=True)
class Ask:
    """A request; ``{etag}`` in a header stands for the tag of the answer just before."""

    kind: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    body: bytes | None = None

    def __str__(self) -> str:
        said = "".join(f" [{name}: {value[:80]}]" for name, value in self.headers)
        body = f" < {self.body[:80]!r}" if self.body is not None else ""
        return f"{self.method} {self.target[:200]}{said}{body}"


@dataclass(frozen=True)
class Answer:
    """What came back, names of headers in lower case; `is_cut` if the body came to no end."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_cut: bool = False

    def header(self, name: str) -> str:
        """Return the first value of a header, empty where there is none."""
        return next((value for each, value in self.headers if each == name), "")


def differences(ask: Ask, old: Answer, new: Answer, with_tags: bool = True) -> list[str]:
    """Return what two answers to a request say differently, a line each; none if they are alike.

    Tags are made from the software's version, among others: where the two have different
    versions, `with_tags` is false.
    """
    left, right = (comparable(ask, each, with_tags) for each in (old, new))
    found = [f"status {left.status} → {right.status}"] if left.status != right.status else []
    heads = [[f"{name}: {value}" for name, value in each.headers] for each in (left, right)]
    found += [
        line
        for line in difflib.unified_diff(heads[0], heads[1], n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    if left.is_cut != right.is_cut:
        found.append(f"the body is cut: {left.is_cut} → {right.is_cut}")
    return [*found, *_in_bytes(left.body, right.body)]


def comparable(ask: Ask, answer: Answer, with_tags: bool = True) -> Answer:
    """Return an answer without what changes by nature, its headers ordered by name."""
    path = urlsplit(ask.target).path
    masked = dict(_CLOCKS)
    if path.startswith(_OF_CHECKOUT):
        masked |= _CHECKOUT
    if not with_tags:
        masked["etag"] = "made from the software's version"
    if answer.status == 429:
        masked["retry-after"] = "the rest of a measured minute"
    body = answer.body
    if answer.is_cut:
        body = b""  # where a limit falls among the packets is a matter of time
    elif answer.header(_STREAMED):
        body = _decoded(answer) if body else body
    elif path.startswith("/doc/") and answer.header("content-type").startswith(_AS_TRIPLES):
        body = _sorted(body)
    elif path == "/metrics" and answer.status == 200:
        body = _sorted(_SAMPLE.sub(rb"\1 ...", body))  # each process has a file, read in any order
        masked["content-length"] = "of the figures"
    dropped = _FRAMING if answer.header(_STREAMED) else ()
    headers = [
        (name, _MEASURED if name in masked else _EXPIRES.sub(_MEASURED, value))
        for name, value in answer.headers
        if name not in dropped
    ]
    # servers may send headers of different names in any order, not those of one name (RFC 9110)
    headers.sort(key=lambda each: each[0])
    return replace(answer, headers=tuple(headers), body=body)


def _sorted(text: bytes) -> bytes:
    return b"\n".join(sorted(text.split(b"\n")))


def _decoded(answer: Answer) -> bytes:
    """Return what a body says, out of its coding."""
    match answer.header("content-encoding"):
        case "gzip":
            return gzip.decompress(answer.body)
        case "br":
            return bytes(brotli.decompress(answer.body))
        case "zstd":
            return zstandard.ZstdDecompressor().decompressobj().decompress(answer.body)
        case _:
            return answer.body


def _in_bytes(old: bytes, new: bytes) -> Iterator[str]:
    """Yield where two bodies part, and what stands there; nothing for the same bytes."""
    if old == new:
        return
    length = min(len(old), len(new))
    at = next((place for place in range(length) if old[place] != new[place]), length)
    yield f"body, at byte {at} of {len(old)} → {len(new)}:"
    for mark, body in (("-", old), ("+", new)):
        shown = body[max(0, at - _SHOWN) : at + _SHOWN]
        yield f"{mark}   {shown.decode(errors='backslashreplace')!r}"
