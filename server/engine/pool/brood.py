"""The workers of one release, as the supervisor knows them."""

import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from server.engine.errors import EngineError
from server.engine.pool.nursery import Nursery
from server.engine.pool.tasks import Task
from server.engine.pool.wire import Kind

__all__ = ["Brood", "Worker"]

_LOW = 15
"""The niceness of a worker whose query turns out heavy: light ones come first."""


@dataclass(eq=False)
class Worker:
    """A worker from its birth to its death."""

    control: socket.socket
    process: int = -1
    """A file descriptor that stands for the process, once it is ready."""
    pid: int = 0
    task: Task | None = None
    heavy: bool = False
    killed: bool = False
    verdict: EngineError | None = None
    """What to tell the client once the worker is dead, if it was killed for a reason."""

    def born(self, pid: int) -> None:
        """Note that the process is ready; OSError where it has ended since."""
        self.pid, self.process = pid, os.pidfd_open(pid)

    def take(self, task: Task, now: float) -> None:
        """Hand a question over; OSError where the worker is dead."""
        self.task, task.started = task, now
        kind = Kind.LANE if task.resting else Kind.TASK
        socket.send_fds(self.control, [kind.value], [task.socket.fileno()])

    def slow_down(self) -> None:
        """Let the others' queries come first."""
        self.heavy = True
        with suppress(ProcessLookupError):  # it may have died since, and the word not be here yet
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOW)

    def kill(self, verdict: EngineError | None = None) -> None:
        """End the process, whatever it is doing; it may have ended already, and not be buried."""
        if not self.killed:
            self.killed, self.verdict = True, verdict
        if self.process != -1:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.process, signal.SIGKILL)

    def close(self) -> None:
        """Give back what the supervisor holds of a dead worker."""
        self.control.close()
        if self.process != -1:
            os.close(self.process)


@dataclass(eq=False)
class Brood:
    """A nursery and its workers; `asked` are those that wait to hear whether it is ready.

    `used` is when a question last needed it, of the monotonic clock.
    """

    release: Path
    nursery: Nursery
    ready: bool = False
    isolated: bool = False
    used: float = field(default_factory=time.monotonic)
    failures: int = 0
    idle: list[Worker] = field(default_factory=list)
    workers: set[Worker] = field(default_factory=set)
    lanes: list[Task] = field(default_factory=list)
    """Lanes that wait for a worker."""
    asked: list[socket.socket] = field(default_factory=list)
