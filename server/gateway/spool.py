"""Spool between a quick worker and a slow client: bytes in memory, then in a file.

A worker is free as soon as its answer is written, however slowly it is read.
"""

import asyncio
import tempfile
from collections import deque
from typing import IO

__all__ = ["Spool"]

_IN_MEMORY = 1 << 20
_READ = 1 << 17


class Spool:
    """Pieces in order; `put` waits when more than `room` bytes are unread."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._pieces: deque[bytes] = deque()
        self._file: IO[bytes] | None = None
        self._read_at = self._written_to = 0
        self._held = 0
        self._ended = False
        self._error: Exception | None = None
        self._changed = asyncio.Event()

    @property
    def unread(self) -> int:
        """How many bytes are held."""
        return self._held + self._written_to - self._read_at

    async def put(self, piece: bytes) -> None:
        """Add a piece, once there is room for it."""
        while self.unread > self._room:
            await self._wait()
        if self._written_to > self._read_at or self._held > _IN_MEMORY:
            self._write(piece)
        else:
            self._pieces.append(piece)
            self._held += len(piece)
        self._changed.set()

    def end(self, error: Exception | None = None) -> None:
        """Say that nothing more comes, and why if it is a failure."""
        self._ended, self._error = True, error
        self._changed.set()

    async def get(self) -> bytes:
        """Return the next bytes, empty at the end; raise the error given there, after the rest."""
        while not self.unread:
            if self._error is not None:
                raise self._error
            if self._ended:
                return b""
            await self._wait()
        if self._pieces:
            piece = self._pieces.popleft()
            self._held -= len(piece)
        else:
            piece = self._read()
        self._changed.set()
        return piece

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            self._file.close()

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _write(self, piece: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="metiers-", buffering=0)  # noqa: SIM115
        self._file.seek(self._written_to)
        self._file.write(piece)
        self._written_to += len(piece)

    def _read(self) -> bytes:
        assert self._file is not None
        self._file.seek(self._read_at)
        piece = self._file.read(_READ)
        self._read_at += len(piece)
        if self._read_at == self._written_to:
            self._read_at = self._written_to = 0
            self._file.truncate(0)
        return piece
