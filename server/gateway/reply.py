"""Reply to a request, as the road that makes it hands it to the gateway."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from server.engine.interface import AsyncFrames

__all__ = ["Headers", "Reply", "ThreadBody"]

Headers = list[tuple[bytes, bytes]]


class ThreadBody:
    """The body of a WSGI application, read by one thread after another.

    It is closed once: by who wants it closed, or by who reads it meanwhile.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._body = pieces
        self._pieces = iter(pieces)
        self._reading = Lock()
        self._left = self._closed = False

    def read(self) -> bytes:
        """Return the next piece, empty where there is none, or nobody wants it any more."""
        with self._reading:
            piece = b"" if self._left else next(self._filled(), b"")
        if self._left:
            self.close()
        return piece

    def close(self) -> None:
        """Tell the application that nobody wants more of it."""
        self._left = True
        if self._reading.acquire(blocking=False):
            try:
                if not self._closed:
                    self._closed = True
                    getattr(self._body, "close", lambda: None)()
            finally:
                self._reading.release()

    def _filled(self) -> Iterator[bytes]:
        return filter(None, self._pieces)


@dataclass(frozen=True)
class Reply:
    """An answer: `body` is all there, or None where `frames` or `rest` are to be read.

    `digest` is the release that it is made from, and lasts as long as; empty where it depends on
    none, or on more than that.
    """

    status: int
    headers: Headers
    body: bytes | None
    digest: str = ""
    frames: AsyncFrames | None = None
    rest: ThreadBody | None = None

    def close(self) -> None:
        """Tell whoever made it that it is sent, or given up."""
        if self.frames is not None:
            self.frames.close()
        if self.rest is not None:
            self.rest.close()
