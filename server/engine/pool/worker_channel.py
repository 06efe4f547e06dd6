"""The channel of a worker: its socket and its process, as the pool of a web process holds them."""

import asyncio
import os
import signal
import socket
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from server.engine.errors import EngineError
from server.engine.pool.packets import PIECE, Packet, PacketKind, send_question
from server.engine.pool.queue import Task

__all__ = ["Listener", "PoolFrames", "Worker"]

_LOW = 15
"""The niceness of a worker whose query is heavy."""
_GROWN = 64 << 20
"""Bytes of memory that a worker may keep of a heavy query, and still take another one."""
_SWOLLEN = 16 << 20
"""The same, once no query has been heavy for a while: its caches serve nobody."""
_HELD = 1 << 20
"""Bytes of an answer that wait here for their reader; the worker waits with the rest."""
_OF_PROCESS = 2
"""What makes the clock of a process of the complement of its number: clock_getcpuclockid(3)."""


class Listener(Protocol):
    """Who hears workers: a pool, and the loop that it runs on."""

    loop: asyncio.AbstractEventLoop

    def hear(self, worker: "Worker", packet: Packet | None) -> None:
        """See to what a worker says: a packet, or None where it has ended."""

    def abandon(self, task: Task) -> None:
        """Give a question up."""


class PoolFrames:
    """The bytes of an answer as its worker sends them: an asynchronous iterator."""

    def __init__(self, worker: "Worker", task: Task) -> None:
        self._worker, self._task = worker, task
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._ended = False
        self._error: EngineError | None = None
        self._changed = asyncio.Event()

    def __aiter__(self) -> "PoolFrames":
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece; EngineError if the evaluation broke off."""
        while not self._pieces:
            if self._error is not None:
                raise self._error
            if self._ended:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        piece = self._pieces.popleft()
        self._held -= len(piece)
        if self._held <= _HELD:
            self._worker.resume()
        return piece

    def close(self) -> None:
        """Give the answer up, unless it is all there: its worker is ended if it is not done."""
        self._pieces.clear()
        if not self._ended:
            self._worker.pool.abandon(self._task)
            self.end()

    def add(self, piece: bytes) -> None:
        """Take a piece from the worker."""
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held > _HELD:
            self._worker.pause()
        self._changed.set()

    def end(self, error: EngineError | None = None) -> None:
        """Say that nothing more comes, and why if it is a failure."""
        self._ended, self._error = True, error
        self._changed.set()


class Worker:
    """A worker from its birth to its death, as the pool knows it."""

    def __init__(
        self, pool: Listener, release: Path, channel: socket.socket, patience: float
    ) -> None:
        self.pool, self.release = pool, release
        self.birth = pool.loop.call_later(patience, self.kill)
        """What ends it if it is not ready in time."""
        self.task: Task | None = None
        self.frames: PoolFrames | None = None
        self.heavy = False
        self.strained = False
        """Whether a query of its was heavy, ever."""
        self.verdict: EngineError | None = None
        """What to tell the client once the worker is dead, if it was killed for a reason."""
        self.killed = False
        self.process = -1
        """A file descriptor that stands for the process, once it is ready."""
        self._clock = -1
        self._memory = 0
        self._channel = channel
        self._paused = False
        channel.setblocking(False)
        self.resume(True)

    def take(self, task: Task) -> bool:
        """Hand a question over; return whether there is anybody to take it."""
        try:
            send_question(self._channel, task.question)
        except OSError:
            return False
        self.task = task
        return True

    def processor_time(self) -> float:
        """Return the seconds of processor that the process has taken since its birth."""
        with suppress(OSError):
            return time.clock_gettime(self._clock)
        return 0.0

    def slow_down(self) -> None:
        """Let the others' queries come first."""
        self.heavy = self.strained = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, _pid_of(self.process), _LOW)

    def recover(self) -> bool:
        """Make a worker whose query was heavy as it was; False if it must be ended instead.

        It has in its caches what a new one would read again. But it may hold much memory, and only
        a process that is let (RLIMIT_NICE) can give it its priority back.
        """
        pid = _pid_of(self.process)
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0))
            self.heavy = _memory_of(pid) - self._memory > _GROWN
        return not self.heavy

    def is_swollen(self) -> bool:
        """Whether it holds what only heavy queries needed."""
        grown = _memory_of(_pid_of(self.process)) - self._memory
        return self.strained and grown > _SWOLLEN

    def kill(self, verdict: EngineError | None = None) -> None:
        """End the process, whatever it is doing; it may have ended already, and not be heard."""
        if not self.killed:
            self.killed, self.verdict = True, verdict
        if self.process == -1:
            self._channel.shutdown(socket.SHUT_RDWR)
        else:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.process, signal.SIGKILL)
        self.resume()

    def pause(self) -> None:
        """Hear no more for a while: the worker waits."""
        if not self._paused and not self.killed:  # of one that is killed, the end is to be heard
            self._paused = True
            self.pool.loop.remove_reader(self._channel.fileno())

    def resume(self, first: bool = False) -> None:
        """Hear what comes."""
        if (self._paused or first) and self._channel.fileno() != -1:
            self._paused = False
            self.pool.loop.add_reader(self._channel.fileno(), self._hear)

    def close(self) -> None:
        """Give back what the pool holds of a dead worker."""
        self.birth.cancel()
        if self._channel.fileno() != -1:
            if not self._paused:
                self.pool.loop.remove_reader(self._channel.fileno())
            self._channel.close()
        if self.process != -1:
            os.close(self.process)
            self.process = -1

    def _hear(self) -> None:
        try:
            packet = self._receive()
        except BlockingIOError:
            return
        except OSError:
            packet = None
        self.pool.hear(self, packet)

    def _receive(self) -> Packet | None:
        if self.process != -1:
            received = self._channel.recv(PIECE + 4096)
        else:
            received, files, _, _ = socket.recv_fds(self._channel, PIECE + 4096, 1)
            if not files:  # this process had no number left for the file: the worker is lost to it
                return None
            self.process = files[0]
            pid = _pid_of(self.process)
            self._clock, self._memory = ~pid << 3 | _OF_PROCESS, _memory_of(pid)
        return (PacketKind(received[:1]), received[1:]) if received else None


def _pid_of(process: int) -> int:
    with open(f"/proc/self/fdinfo/{process}", encoding="ascii") as info:
        found = next(line for line in info if line.startswith("Pid:"))
    return int(found.split()[1])


def _memory_of(pid: int) -> int:
    """Return the bytes in memory of a process, but for those of files; 0 where it has ended."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
            _, resident, shared, *_ = map(int, statm.read().split())
    except OSError:
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
