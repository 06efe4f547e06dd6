"""Spool between a quick worker and a slow client: bytes in memory, then in a file.

A worker is free as soon as its answer is written, however slowly it is read. What all spools hold
is bounded, for each client and in all, and leaves room on the disk: past that the slowest are cut.
"""

import asyncio
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import IO, Final

__all__ = ["Spool", "SpoolRoom"]

_IN_MEMORY: Final = 1 << 20
_READ: Final = 1 << 17
_LEAST_FREE: Final = 256 << 20
"""Bytes that files leave free in their folder, or a tenth of it."""
_WATCHED: Final = 4 << 20
"""Bytes written between two looks at what is free."""


def _space() -> tuple[int, int]:
    """Return the bytes that are free in the temporary folder, and all that it has."""
    found = os.statvfs(tempfile.gettempdir())
    return found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize


class SpoolRoom:
    """The bytes that all spools of a process may have in files: `most`, half of it for a client."""

    def __init__(self, most: int, space: Callable[[], tuple[int, int]] = _space) -> None:
        self._most = most
        self._space = space
        self._free, whole = space()
        self._least = min(_LEAST_FREE, whole // 10)
        self._unwatched = 0
        self._held: dict[Spool, int] = {}

    def change(self, spool: "Spool", size: int) -> None:
        """Note that a spool is about to have `size` more bytes in its file, or has fewer."""
        self._held[spool] = self._held.get(spool, 0) + size
        if not self._held[spool]:
            del self._held[spool]
        if size > 0:
            self._watch(size)
            while self._held:
                own = [each for each in self._held if each.client == spool.client]
                if self._sum(own) > self._most // 2:
                    self._cut(own)
                elif self._sum(self._held) > self._most or self._free < self._least:
                    self._cut(self._held)
                else:
                    break

    def leave(self, spool: "Spool") -> None:
        """Forget a spool."""
        self._held.pop(spool, None)

    def _watch(self, size: int) -> None:
        self._unwatched += size
        self._free -= size
        if self._unwatched > _WATCHED:
            self._unwatched, (self._free, _) = 0, self._space()

    def _sum(self, spools: Iterable["Spool"]) -> int:
        return sum(self._held[each] for each in spools)

    def _cut(self, spools: Iterable["Spool"]) -> None:
        slowest = min(spools, key=lambda each: each.pace)
        del self._held[slowest]
        slowest.cut()
        self._free, _ = self._space()


class Spool:
    """Pieces in order; `put` waits when more than `room` bytes are unread.

    `cut` ends the task that reads; it is called where `shared`, the room of all, is used up.
    """

    def __init__(self, room: int, shared: SpoolRoom, client: str = "") -> None:
        self.client = client
        self._room = room
        self._shared = shared
        self._pieces: deque[bytes] = deque()
        self._file: IO[bytes] | None = None
        self._read_at = self._written_to = 0
        self._held = 0
        self._read_in_all = 0
        self._began = time.monotonic()
        self._ended = self._is_cut = False
        self._error: Exception | None = None
        self._changed = asyncio.Event()
        self._reader = asyncio.current_task()

    @property
    def unread(self) -> int:
        """How many bytes are held."""
        return self._held + self._written_to - self._read_at

    @property
    def pace(self) -> float:
        """How fast it is read, in bytes a second."""
        return self._read_in_all / (time.monotonic() - self._began + 1e-3)

    async def put(self, piece: bytes) -> None:
        """Add a piece, once there is room for it; OSError where the file cannot be written."""
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
        self._read_in_all += len(piece)
        self._changed.set()
        return piece

    def cut(self) -> None:
        """Give the answer up: its bytes go at once, and whoever reads it is cancelled."""
        self._is_cut = True
        if self._file is not None:
            self._file.close()
        if self._reader is not None:
            self._reader.cancel()

    def close(self) -> None:
        """Let the file go."""
        self._shared.leave(self)
        if self._file is not None:
            self._file.close()

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _write(self, piece: bytes) -> None:
        self._shared.change(self, len(piece))
        if self._is_cut:
            raise OSError("une réponse lue trop lentement est abandonnée")
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="metiers-", buffering=0)  # noqa: SIM115
        self._file.seek(self._written_to)
        rest = memoryview(piece)
        while rest:  # a disk that fills up takes a part
            rest = rest[self._file.write(rest) :]
        self._written_to += len(piece)

    def _read(self) -> bytes:
        assert self._file is not None
        self._file.seek(self._read_at)
        piece = self._file.read(_READ)
        self._read_at += len(piece)
        if self._read_at == self._written_to:
            self._shared.change(self, -self._written_to)
            self._read_at = self._written_to = 0
            self._file.truncate(0)
        return piece
