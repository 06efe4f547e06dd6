"""Crews: the workers of each release that a pool answers from, their births and their deaths."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from server.engine.pool.packets import pack_json, socket_pair
from server.engine.pool.worker_channel import Listener, Worker

__all__ = ["Crew", "Crews", "PoolError"]

_LINGER = 10.0
"""Seconds without a query after which a release that is no more in service is let go; without a
heavy one, after which the workers are ended that stand beside the usual ones, or have grown."""
_PATIENCE = 120.0
"""Seconds in which a release must be open, and a worker of it ready."""
_PAUSE = 0.1
"""Seconds before a worker is asked for again that could not be had."""
_LONG_PAUSE = 1.0
"""The same where none could be had time and again: the workers that live go on without it."""


class PoolError(Exception):
    """A release that no worker can open, or a forker that does not answer."""


@dataclass(eq=False)
class Crew:
    """The workers of one release.

    `used` is when a query last needed them, `relieved` when one was last forked for a heavy query.
    """

    release: Path
    used: float
    relieved: float = 0.0
    workers: set[Worker] = field(default_factory=set)
    idle: list[Worker] = field(default_factory=list)
    waiting: list["asyncio.Future[None]"] = field(default_factory=list)
    """Those that wait until one of the workers is ready."""
    failures: int = 0
    """Workers that ended before they were ready, since the last that was."""


class Crews:
    """The crews of a pool, `light` workers in each besides those whose queries are heavy.

    `connect` gives a connection to a forker; `broker` is the path of the socket that calls of
    SERVICE go through; `lost` is told of a release that is let go.
    """

    def __init__(
        self,
        listener: Listener,
        connect: Callable[[], socket.socket],
        light: int,
        broker: str,
        lost: Callable[[Path], None],
    ) -> None:
        self._listener, self._connect, self._light = listener, connect, light
        self._broker, self._lost = broker, lost
        self._forker: socket.socket | None = None
        self._crews: dict[Path, Crew] = {}
        self._current: Path | None = None
        self._closed = False

    def __iter__(self) -> Iterator[Crew]:
        """Go through the crews, whatever becomes of them meanwhile."""
        return iter(tuple(self._crews.values()))

    def of(self, release: Path) -> Crew:
        """Return the crew of a release, a new one where there is none."""
        crew = self._crews.get(release)
        if crew is None:
            crew = self._crews[release] = Crew(release, self._listener.loop.time())
            self._current = self._current or release
            self.complete(crew)
        return crew

    async def prepare(self, release: Path) -> None:
        """Make a release the one in service, once it can answer; PoolError if it cannot be."""
        crew = self.of(release)
        if not crew.idle:
            ready: asyncio.Future[None] = self._listener.loop.create_future()
            crew.waiting.append(ready)
            try:
                async with asyncio.timeout(_PATIENCE):
                    await ready
            except TimeoutError:
                raise PoolError(f"{release} : le service des requêtes ne répond pas") from None
        self._current = release

    def free(self, worker: Worker) -> bool:
        """Let a worker wait for a query; False, and it is ended, where its crew is let go."""
        crew = self._crews.get(worker.release)
        if crew is None or worker not in crew.workers:
            worker.kill()
            return False
        crew.failures = 0
        worker.birth.cancel()
        crew.idle.append(worker)
        for ready in crew.waiting:
            if not ready.done():
                ready.set_result(None)
        crew.waiting.clear()
        return True

    def complete(self, crew: Crew) -> None:
        """Let workers be forked where some are missing."""
        if self._closed or self._crews.get(crew.release) is not crew:
            return
        for _ in range(-self._surplus(crew)):
            try:
                channel = self._fork(crew.release)
            except OSError:
                self._lose_forker()
                self._listener.loop.call_later(_PAUSE, self.complete, crew)
                return
            crew.workers.add(Worker(self._listener, crew.release, channel, _PATIENCE))

    def replace(self, worker: Worker) -> None:
        """Let another worker be forked beside one whose query is heavy."""
        crew = self._crews.get(worker.release)
        if crew is not None:
            crew.relieved = self._listener.loop.time()
            self.complete(crew)

    def bury(self, worker: Worker) -> None:
        """Forget a worker that has ended; another is forked in its place."""
        crew = self._crews.get(worker.release)
        unborn = worker.process == -1 and not worker.killed
        worker.close()
        if crew is None or worker not in crew.workers:
            return
        crew.workers.discard(worker)
        if worker in crew.idle:
            crew.idle.remove(worker)
        crew.failures += unborn
        if crew.failures > self._light:
            self._disappoint(crew)
        if crew.failures > self._light and all(each.process == -1 for each in crew.workers):
            self._let_go(crew)
        elif unborn:
            pause = _PAUSE if crew.failures <= self._light else _LONG_PAUSE
            self._listener.loop.call_later(pause, self.complete, crew)
        else:
            self.complete(crew)

    def retire(self) -> None:
        """Let the releases go that are no more in service, and the workers that nobody needs."""
        now = self._listener.loop.time()
        for crew in self:
            busy = len(crew.workers) > len(crew.idle) or crew.waiting
            if crew.release != self._current and not busy and now - crew.used > _LINGER:
                self._let_go(crew)
            elif now - crew.relieved > _LINGER:
                surplus = max(0, self._surplus(crew))
                swollen = [each for each in crew.idle if each.is_swollen()]
                self._end(crew, crew.idle[:surplus] or swollen[: len(crew.idle) - 1])

    def _end(self, crew: Crew, workers: Sequence[Worker]) -> None:
        """End workers that are idle; where too few are left, others are forked."""
        for worker in workers:
            crew.idle.remove(worker)
            worker.kill()

    def _surplus(self, crew: Crew) -> int:
        """Return how many workers there are too many: those of heavy queries do not count."""
        return sum(not worker.heavy for worker in crew.workers) - self._light

    def close(self) -> list[Worker]:
        """Let all go; return the workers, to be buried."""
        self._closed = True
        workers = [worker for crew in self for worker in crew.workers]
        for crew in self:
            self._let_go(crew)
        self._lose_forker()
        return workers

    def _let_go(self, crew: Crew) -> None:
        del self._crews[crew.release]
        if self._current == crew.release:
            self._current = None
        for worker in crew.workers:
            worker.kill()
        self._disappoint(crew)
        self._lost(crew.release)

    def _disappoint(self, crew: Crew) -> None:
        """Tell those that wait for a worker that none can be had."""
        for ready in crew.waiting:
            if not ready.done():
                reason = f"{crew.release} : le service des requêtes ne peut l'ouvrir"
                ready.set_exception(PoolError(reason))
        crew.waiting.clear()

    def _fork(self, release: Path) -> socket.socket:
        """Return our end of the socket of a worker that is about to be; OSError if it cannot."""
        if self._forker is None:
            self._forker = self._connect()
            self._forker.setblocking(False)
        ours, theirs = socket_pair()
        said = pack_json({"release": str(release), "broker": self._broker})
        with theirs:
            try:
                socket.send_fds(self._forker, [said], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def _lose_forker(self) -> None:
        if self._forker is not None:
            self._forker.close()
            self._forker = None
