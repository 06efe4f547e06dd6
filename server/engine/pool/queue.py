"""Fair queue of a pool: which question comes next, by client, and which may take long."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.engine.interface import Question, Streamed

__all__ = ["Queue", "Task"]


@dataclass(eq=False)
class Task:
    """A question on its way; times are those of the loop."""

    question: Question
    release: Path
    client: str
    seconds: float
    answer: "asyncio.Future[Streamed]"
    arrived: float
    started: float = 0.0
    worker: Any = None
    timer: asyncio.TimerHandle | None = None
    begun: bool = False
    """Whether the client may have bytes already."""
    again: bool = False
    """Whether it was found heavy, gave its worker up and waits for its turn."""
    over: bool = False


class Queue:
    """The questions that wait, those that are evaluated, and those of them that are heavy.

    The next is the oldest of the client that has the fewest under way. `workers` may be heavy at
    one time, and of one client all but one; `room` may wait, and of one client half of them.
    """

    def __init__(self, room: int, workers: int) -> None:
        self._room, self._workers = room, workers
        self._of_one = max(1, workers - 1)
        self._waiting: list[Task] = []
        self.running: set[Task] = set()
        self.heavy: dict[Task, str] = {}
        self.brief: set[Task] = set()
        """Those that are evaluated and may be over in a moment: others wait for one."""
        self._under_way: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def __iter__(self) -> Iterator[Task]:
        """Go through those that wait, the oldest first."""
        return iter(tuple(self._waiting))

    def admits(self, client: str) -> bool:
        """Return whether one more of a client's may wait."""
        if len(self._waiting) >= self._room:
            return False
        own = sum(task.client == client for task in self._waiting)
        return own < max(1, self._room // 2)

    def add(self, task: Task) -> None:
        """Let a question wait."""
        self._waiting.append(task)

    def again(self, task: Task) -> None:
        """Let a question wait that was found heavy where no more may be."""
        self.end(task)
        task.again = True
        self._waiting.append(task)

    def put_back(self, task: Task) -> None:
        """Let a question wait again that no worker took: it comes next."""
        self.end(task)
        self._waiting.insert(0, task)

    def drop(self, task: Task) -> None:
        """Forget a question that waits."""
        if task in self._waiting:
            self._waiting.remove(task)

    def next(self, is_free: Callable[[Task], bool]) -> Task | None:
        """Take the next question out for which a worker is free, None where there is none."""
        best: Task | None = None
        for task in self._waiting:
            waits = not self.may_be_heavy(task) if task.again else bool(self.brief)
            if not waits and is_free(task):
                if best is None or self._under_way[task.client] < self._under_way[best.client]:
                    best = task
                if not self._under_way[task.client]:
                    break
        if best is not None:
            self._waiting.remove(best)
            self.running.add(best)
            if not best.again:
                self.brief.add(best)
            self._under_way[best.client] += 1
        return best

    def end(self, task: Task) -> None:
        """Note that a question is evaluated no more."""
        if task in self.running:
            self.running.remove(task)
            self.brief.discard(task)
            self.heavy.pop(task, None)
            self._under_way[task.client] -= 1
            if not self._under_way[task.client]:
                del self._under_way[task.client]

    def may_be_heavy(self, task: Task) -> bool:
        """Return whether one more query, of this client, may take long."""
        own = sum(client == task.client for client in self.heavy.values())
        return len(self.heavy) < self._workers and own < self._of_one

    def may_go_beyond(self) -> bool:
        """Return whether one query more than that may, whose client has bytes already."""
        return len(self.heavy) <= self._workers
