"""The questions that a supervisor has been given, and which of those that wait comes next."""

import select
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from server.engine.errors import EngineError
from server.engine.pool.packets import PacketKind, pack_error, send

__all__ = ["HANG_UP", "READABLE", "Events", "Task", "Waiting"]

READABLE = select.EPOLLIN
HANG_UP = 0
"""Nothing but the other side's leaving, which is always reported."""


class Events:
    """An epoll and the handlers of its files."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[], None]] = {}

    def watch(self, number: int, mask: int, handler: Callable[[], None]) -> None:
        """Call `handler` whenever a file is readable or hung up."""
        self._handlers[number] = handler
        self._epoll.register(number, mask)

    def unwatch(self, number: int) -> None:
        """Stop listening to a file; it must still be open."""
        if self._handlers.pop(number, None) is not None:
            self._epoll.unregister(number)

    def wait(self, seconds: float | None) -> None:
        """Wait for events, no longer than some seconds, and handle them.

        A file may be closed, and its number given to another, by the handler of an earlier event:
        an event is for whoever listened to that number when it happened.
        """
        found = [(number, self._handlers.get(number)) for number, _ in self._epoll.poll(seconds)]
        for number, handler in found:
            if handler is not None and self._handlers.get(number) is handler:
                handler()


@dataclass(eq=False)
class Task:
    """A question on its way; times are those of the monotonic clock."""

    socket: socket.socket
    """A copy of the worker's end: to add the last word, and to see the client leave."""
    client: str
    release: Path
    seconds: float
    arrived: float
    started: float = 0.0
    left: float = 0.0
    """When its client was seen to leave, or to have read the answer before the worker said so."""
    lane: str = ""
    """The name of the lane that it came by, if it did."""
    resting: bool = False
    """Whether it is a lane and no question: it has no time to keep."""
    beyond: bool = False
    """Whether it goes on where there was no room for it: it takes nobody's."""

    def refuse(self, error: EngineError, retry: float = 0.0) -> None:
        """Say the last word, if anybody is there to read it."""
        try:
            send(self.socket, PacketKind.ERROR, pack_error(error, retry))
        except OSError:
            return


class Waiting:
    """The questions that wait, and how many of each client's are being evaluated.

    The next is the oldest of the client that has the fewest under way; none has more than all of
    the `workers` but one, so that one client alone cannot hold every worker.
    """

    def __init__(self, room: int, workers: int) -> None:
        self._room = room
        self._workers = workers
        self._at_once = max(1, workers - 1)
        self._tasks: list[Task] = []
        self._running: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._tasks)

    def __iter__(self) -> Iterator[Task]:
        """Go through those that wait, the oldest first."""
        return iter(tuple(self._tasks))

    def admits(self, client: str) -> bool:
        """Return whether one more of a client's may wait: it may take half of the room."""
        own = sum(task.client == client for task in self._tasks)
        return len(self._tasks) < self._room and own < max(1, self._room // 2)

    def add(self, task: Task) -> None:
        """Let a question wait."""
        self._tasks.append(task)

    def drop(self, task: Task) -> None:
        """Forget a question that waits."""
        self._tasks.remove(task)

    def start(self, free: Callable[[Path], bool]) -> Task | None:
        """Take the next question out, None where none may start.

        `free` tells whether a release has a worker that waits.
        """
        if self._running.total() >= self._workers:
            return None
        able = [
            each
            for each in self._tasks
            if self._running[each.client] < self._at_once and free(each.release)
        ]
        if not able:
            return None
        task = min(able, key=lambda each: (self._running[each.client], each.arrived))
        self._tasks.remove(task)
        self._running[task.client] += 1
        return task

    def join(self, task: Task, forced: bool) -> bool:
        """Note that an evaluation which never waited is under way; False where it has no room."""
        full = self._running.total() >= self._workers
        task.beyond = full or self._running[task.client] >= self._at_once
        if not task.beyond:
            self._running[task.client] += 1
        return forced or not task.beyond

    def end(self, task: Task) -> None:
        """Note that an evaluation is over."""
        self._running[task.client] -= not task.beyond
        self._running += Counter()
