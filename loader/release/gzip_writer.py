"""Gzip writer in a thread of its own: zlib releases the interpreter while it works."""

import gzip
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

_LEVEL: Final = 4
_BLOCK: Final = 1 << 20
"""Bytes that are gathered before they are handed over."""


class GzipWriter:
    """Takes bytes; the same ones make the same file.

    An error of writing (`OSError`) is raised by a later call, or on leaving.
    """

    def __init__(self, path: Path) -> None:
        self._raw: IO[bytes] = path.open("wb")
        self._packed = gzip.GzipFile("", "wb", _LEVEL, self._raw, mtime=0)
        self._thread = ThreadPoolExecutor(1)
        self._under_way: Future[int] | None = None
        self._held: list[bytes] = []
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def write(self, data: bytes) -> None:
        """Take some bytes; wait if the block before the last is not written yet."""
        self._held.append(data)
        self._size += len(data)
        if self._size >= _BLOCK:
            self._hand_over()

    def _hand_over(self) -> None:
        block = b"".join(self._held)
        self._held.clear()
        self._size = 0
        if self._under_way is not None:
            self._under_way.result()
        self._under_way = self._thread.submit(self._packed.write, block)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._raw, self._packed, self._thread:
            self._hand_over()
            if self._under_way is not None:
                self._under_way.result()
