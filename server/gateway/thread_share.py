"""Share of the threads of a process: what may block runs in one, whichever client it is for."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from typing import TypeVar

__all__ = ["ThreadShare"]

T = TypeVar("T")


class ThreadShare:
    """Lets so many things run in threads at one time, of one client half of them.

    The next is of the client that has the fewest under way, each in turn. Of one event loop.
    """

    def __init__(self, executor: Executor, threads: int) -> None:
        self._executor = executor
        self._threads = threads
        self._of_one = max(1, threads // 2)
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._under_way: Counter[str] = Counter()
        self._running = 0

    async def run(self, client: str, work: Callable[[], T]) -> T:
        """Run some work for a client in a thread, once it is its turn.

        Whoever gives it up leaves the thread to it until it ends.
        """
        await self._turn(client)
        loop = asyncio.get_running_loop()

        def end(_: object) -> None:
            with suppress(RuntimeError):  # the loop is closed, and nobody waits
                loop.call_soon_threadsafe(self._end, client)

        try:
            begun = self._executor.submit(work)
        except RuntimeError:  # the server stops
            self._end(client)
            raise
        begun.add_done_callback(end)
        return await asyncio.wrap_future(begun)

    async def _turn(self, client: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._begin()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._end(client)
            raise

    def _begin(self) -> None:
        """Let those begin that may."""
        while self._waiting and self._running < self._threads:
            client = min(self._waiting, key=self._under_way.__getitem__)
            if self._under_way[client] >= self._of_one:
                return
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # behind the others
            if not turn.done():
                turn.set_result(None)
                self._running += 1
                self._under_way[client] += 1

    def _end(self, client: str) -> None:
        self._running -= 1
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]
        self._begin()
