"""Fair queue of a pool: which question comes next, by client, and which may take long."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
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
    processor: float = 0.0
    """What its worker had taken of the processor when it began."""
    worker: Any = None
    timer: asyncio.TimerHandle | None = None
    held: Streamed | None = None
    """The beginning of a long answer, while as many others are sent as may be."""
    again: bool = False
    """Whether it was found heavy, gave its worker up and waits for its turn."""
    over: bool = False


class Queue:
    """The questions that wait, those that are evaluated, and those of them that are heavy.

    The next is the oldest of the client that has the fewest under way, each client in turn.
    `workers` may be heavy at one time, and of one client all but one; as many more, and one, may be
    long answers that are sent, and of one client all but one. `room` may wait, and of one client
    half of them.
    """

    def __init__(self, room: int, workers: int) -> None:
        self._room, self._workers = room, workers
        self._waiting: dict[str, deque[Task]] = {}
        """By client, in the order of their turns."""
        self._again: list[Task] = []
        """Those that wait because they were found heavy where no more may be."""
        self._of_client: Counter[str] = Counter()
        """How many of each client's wait."""
        self.running: set[Task] = set()
        self.heavy: dict[Task, str] = {}
        self.sent: dict[Task, str] = {}
        """Those whose client has bytes already, of an answer that was not heavy when it began."""
        self.brief: set[Task] = set()
        """Those that are evaluated and may be over in a moment: others wait for one."""
        self._under_way: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many wait."""
        return self._of_client.total()

    def __iter__(self) -> Iterator[Task]:
        """Go through those that wait, whatever becomes of them meanwhile."""
        return iter((*chain.from_iterable(self._waiting.values()), *self._again))

    def admits(self, client: str) -> bool:
        """Return whether one more of a client's may wait."""
        return len(self) < self._room and self._of_client[client] < max(1, self._room // 2)

    def add(self, task: Task) -> None:
        """Let a question wait."""
        self._waiting.setdefault(task.client, deque()).append(task)
        self._of_client[task.client] += 1

    def again(self, task: Task) -> None:
        """Let a question wait that was found heavy where no more may be."""
        self.end(task)
        task.again = True
        self._again.append(task)
        self._of_client[task.client] += 1

    def put_back(self, task: Task) -> None:
        """Let a question wait again that no worker took: it is the next of its client."""
        self.end(task)
        if task.again:
            self._again.insert(0, task)
        else:
            self._waiting.setdefault(task.client, deque()).appendleft(task)
        self._of_client[task.client] += 1

    def drop(self, task: Task) -> None:
        """Forget a question that waits; the next turn is another client's."""
        own = self._waiting.pop(task.client, deque())
        waiting = self._again if task.again else own
        if task in waiting:
            waiting.remove(task)
            self._of_client[task.client] -= 1
            if not self._of_client[task.client]:
                del self._of_client[task.client]
        if own:
            self._waiting[task.client] = own

    def next(self, is_free: Callable[[Task], bool]) -> Task | None:
        """Take the next question out for which a worker is free, None where there is none."""
        best: Task | None = None
        for task in self._may_begin(is_free):
            if best is None or self._under_way[task.client] < self._under_way[best.client]:
                best = task
            if not self._under_way[task.client]:
                break
        if best is not None:
            self.drop(best)
            self.running.add(best)
            if not best.again:
                self.brief.add(best)
            self._under_way[best.client] += 1
        return best

    def _may_begin(self, is_free: Callable[[Task], bool]) -> Iterator[Task]:
        """Go through those that need not wait for others, one of a client: one may be brief."""
        if not self.brief:
            for own in self._waiting.values():
                yield from islice(filter(is_free, own), 1)
        for task in self._again:
            if self.may_be_heavy(task) and is_free(task):
                yield task

    def end(self, task: Task) -> None:
        """Note that a question is evaluated no more."""
        if task in self.running:
            self.running.remove(task)
            self.brief.discard(task)
            self.heavy.pop(task, None)
            self.sent.pop(task, None)
            self._under_way[task.client] -= 1
            if not self._under_way[task.client]:
                del self._under_way[task.client]

    def may_be_heavy(self, task: Task) -> bool:
        """Return whether one more query, of this client, may take long."""
        return self._may_join(self.heavy, task, self._workers)

    def may_be_sent(self, task: Task) -> bool:
        """Return whether the client of one more may have the beginning of a long answer."""
        return self._may_join(self.sent, task, self._workers + 1)

    def _may_join(self, others: dict[Task, str], task: Task, room: int) -> bool:
        own = sum(client == task.client for client in others.values())
        return len(others) < room and own < max(1, room - 1)
