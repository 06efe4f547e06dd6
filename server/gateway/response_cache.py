"""Response cache: answers given before, by entity tag, within a bound of bytes (LRU)."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from server.gateway.request import Request

__all__ = ["SOFTWARE", "CachedReply", "ResponseCache", "etag_of", "whole"]

SOFTWARE: Final = version("metiers-graphe")


_HEAD = 2_000
"""What the head of an answer takes, about."""
_PART = 16
"""An answer takes no more than this part of the whole room."""


@dataclass(frozen=True)
class CachedReply:
    """A whole answer, ready to be sent."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        return len(self.body) + _HEAD


def whole(status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> CachedReply:
    """Return an answer that says its length."""
    named = [each for each in headers if each[0] != b"content-length"]
    return CachedReply(status, (*named, (b"content-length", str(len(body)).encode())), body)


def etag_of(request: Request, digest: str, software: str, coding: str) -> bytes:
    """Return the strong entity tag of the answer to a request, which need not be known yet.

    A release does not change: what it answers depends on nothing but the request and the software.
    """
    told = hashlib.sha256(f"{digest} {software} {coding} ".encode() + request.identity)
    return b'"%s"' % told.hexdigest()[:32].encode()


class ResponseCache:
    """Replies by entity tag; `room` bounds the bytes they take."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._replies: OrderedDict[bytes, CachedReply] = OrderedDict()

    @property
    def longest(self) -> int:
        """The most bytes that an answer may take."""
        return self._room // _PART

    def __len__(self) -> int:
        """Return how many answers are remembered."""
        return len(self._replies)

    def find(self, tag: bytes) -> CachedReply | None:
        """Return what was answered under a tag, None if it is not remembered."""
        reply = self._replies.get(tag)
        if reply is not None:
            self._replies.move_to_end(tag)
        return reply

    def keep(self, tag: bytes, reply: CachedReply) -> None:
        """Remember an answer, and forget the ones that were not asked for the longest."""
        if reply.size > self.longest or tag in self._replies:
            return
        self._replies[tag] = reply
        self._taken += reply.size
        while self._taken > self._room:
            _, forgotten = self._replies.popitem(last=False)
            self._taken -= forgotten.size
