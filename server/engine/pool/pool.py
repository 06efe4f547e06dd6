"""The worker pool of a web process: strangers' queries, evaluated in processes that can be killed.

All of it runs on one event loop and waits for nothing but events. A query goes to a worker that
waits, or waits itself; a timer looks at it once it has taken `_BRIEF` seconds, then `_LIGHT` and
`_SLOW`, and at its deadline, when the worker is killed. What is light never waits for what is
heavy: a heavy query takes its worker along, niced, and another is forked in its place; the one too
many is kept once it is free, as it is warm, until no query has been heavy for a while; what has
grown by then is made anew. So many may be heavy, and of one client all but one; one too many gives
its worker up and waits, to be asked anew. So it is with a long answer: once its client has bytes
nothing takes its worker from it, so it is held back while as many are sent as may be, and one that
is held for long was heavy.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from server.engine.errors import (
    BrokenWorkerError,
    BudgetError,
    BusyError,
    DeadlineError,
    EngineError,
    worded,
)
from server.engine.interface import Question, Streamed
from server.engine.pool.budgets import Budgets
from server.engine.pool.crews import Crews, PoolError
from server.engine.pool.limits import QueryLimits
from server.engine.pool.packets import Packet, PacketKind, error_in, head_in, whole_in
from server.engine.pool.queue import Queue, Task
from server.engine.pool.worker_channel import PoolFrames, Worker

__all__ = ["Pool", "PoolError"]

_BRIEF = 0.01
"""Seconds in which others wait for a query: workers are many, processors and caches few."""
_LIGHT = 0.2
"""Seconds of processor after which a query is heavy: by the clock, others would make it so."""
_SLOW = 0.6
"""Seconds by the clock after which it is so, even if it only waits, for an endpoint or a disk."""
_TICK = 0.005
"""Seconds that are not worth another look."""
_ROUND = 5.0
"""Seconds between two looks at what can be let go."""
_FORK = 0.1
"""Seconds that a query is charged at least whose worker had to be killed: another is forked."""
_GRACE = 0.05
"""Seconds in which the query of a client that has left may end by itself: a worker is dear."""
_BUSY = worded("Trop de requêtes attendent déjà : réessayez dans quelques secondes.")
_SPENT = worded("Ce client a pris tout son temps de calcul de la minute.")
_LATE = worded(
    "La requête a été arrêtée au bout de %(seconds)g s : restreignez-la (LIMIT, un motif plus "
    "précis, un chemin borné)."
)
_BROKEN = worded(
    "Le processus qui évaluait cette requête s'est arrêté : elle demande plus de mémoire, ou "
    "de profondeur, qu'il n'en a. Simplifiez-la ou restreignez-la."
)
_UNREADABLE = worded(
    "Aucun processus ne peut lire ces données en ce moment : réessayez dans quelques secondes."
)


class Pool:
    """Answers questions from releases on disk; everything on the loop that it is made on.

    `connect` gives a connection to a forker, a new one each time it is asked; `broker` is the path
    of the socket that calls of SERVICE go through.
    """

    def __init__(
        self, connect: Callable[[], socket.socket], limits: QueryLimits, broker: str = ""
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self._limits = limits
        self._crews = Crews(self, connect, limits.workers, broker, self._refuse_all)
        self._queue = Queue(limits.queue, limits.workers)
        self._budgets = Budgets(limits.budget)
        self._counts: Counter[str] = Counter()
        self._isolated = True
        self._tend()

    def ask(
        self, question: Question, release: Path, client: str, seconds: float | None = None
    ) -> "asyncio.Future[Streamed]":
        """Return what will be the answer once its beginning is good, or the EngineError instead.

        `client` is who the evaluation is charged to; `seconds` bounds it, within the pool's bound.
        Cancelling the future gives the question up.
        """
        longest = min(seconds or self._limits.seconds, self._limits.seconds)
        answer: asyncio.Future[Streamed] = self.loop.create_future()
        task = Task(question, release, client, longest, answer, self.loop.time())
        self._admit(task)
        answer.add_done_callback(lambda answer: self.abandon(task) if answer.cancelled() else None)
        return answer

    def charge(self, client: str, seconds: float) -> None:
        """Count work that was done for a client elsewhere, as if it had been evaluated here."""
        self._budgets.charge(client, seconds, self.loop.time())

    def check_budget(self, client: str) -> None:
        """Raise BudgetError where a client has used its seconds of this minute."""
        if pause := self._budgets.wait(client, self.loop.time()):
            error = BudgetError(_SPENT)
            error.retry = pause
            raise error

    async def prepare(self, release: Path) -> None:
        """Make a release the one in service, once it can answer; PoolError if it cannot be."""
        await self._crews.prepare(release)

    def figures(self) -> dict[str, int]:
        """Return what is counted, and what is under way; from any thread."""
        return {
            **self._counts,
            "workers": sum(len(crew.workers) for crew in self._crews),
            "running": len(self._queue.running),
            "waiting": len(self._queue),
            "isolated": int(self._isolated),
        }

    def close(self) -> None:
        """End the workers; what waits, or is evaluated, is told so."""
        self._tending.cancel()
        for worker in self._crews.close():
            worker.verdict = BusyError(_BUSY)
            self._bury(worker)

    def _admit(self, task: Task) -> None:
        self._counts["questions"] += 1
        now = self.loop.time()
        if pause := self._budgets.wait(task.client, now):
            self._refuse(task, BudgetError(_SPENT), pause)
        elif not self._queue.admits(task.client):
            self._refuse(task, BusyError(_BUSY), 1.0)
        else:
            self._crews.of(task.release).used = now
            self._queue.add(task)
            self._dispatch()
            if task.worker is None:
                self._wait(task)

    def _wait(self, task: Task) -> None:
        if task.timer is not None:
            task.timer.cancel()
        task.timer = self.loop.call_later(self._limits.wait, self._waited, task)

    def _waited(self, task: Task) -> None:
        self._queue.drop(task)
        self._refuse(task, BusyError(_BUSY), 1.0)

    def _refuse(self, task: Task, error: EngineError, retry: float) -> None:
        self._counts[type(error).__name__] += 1
        error.retry = retry
        self._fail(task, error)

    def _fail(self, task: Task, error: EngineError) -> None:
        if task.timer is not None:
            task.timer.cancel()
        if not task.answer.done():
            task.answer.set_exception(error)

    def _dispatch(self) -> None:
        """Give workers that wait to the questions that come next."""
        while task := self._queue.next(lambda task: bool(self._crews.of(task.release).idle)):
            worker = self._crews.of(task.release).idle.pop()
            task.worker, task.started = worker, self.loop.time()
            task.processor = worker.processor_time()
            if task.timer is not None:
                task.timer.cancel()
            if not worker.take(task):
                self._queue.put_back(task)
                task.worker = None
                worker.kill()
                self._wait(task)
                continue
            task.timer = self.loop.call_later(min(task.seconds, _BRIEF), self._look, task)
            if task.again:
                self._set_aside(task, worker)

    def _look(self, task: Task) -> None:
        """See to a query that is not light: it is over its time, or heavy from now on."""
        worker, now = task.worker, self.loop.time()
        if worker is None or worker.task is not task:
            return
        taken = now - task.started
        if taken >= task.seconds - 0.001:
            self._counts["DeadlineError"] += 1
            worker.kill(DeadlineError(_LATE, seconds=task.seconds))
            return
        if task in self._queue.brief:
            self._queue.brief.discard(task)
            self._dispatch()
        left = 0.0 if worker.heavy else self._light_for(task, worker, taken)
        due = min(task.seconds - taken, left or task.seconds)
        task.timer = self.loop.call_later(max(due, 0.001), self._look, task)
        if not left and not worker.heavy:
            self._weigh(task, worker)

    def _light_for(self, task: Task, worker: Worker, taken: float) -> float:
        """Return the seconds, by the clock, in which a query stays light whatever it does."""
        processor = worker.processor_time() - task.processor
        left = min(_LIGHT - processor, _SLOW - taken)
        return left if left > _TICK else 0.0

    def _weigh(self, task: Task, worker: Worker) -> None:
        """Let a heavy query go on where it may; else it gives its worker up, and waits."""
        if task in self._queue.sent or self._queue.may_be_heavy(task):
            self._set_aside(task, worker)
        else:
            self._charge(task)
            self._queue.again(task)
            worker.task = worker.frames = task.worker = task.held = None
            worker.kill()
            self._wait(task)

    def _set_aside(self, task: Task, worker: Worker) -> None:
        if task not in self._queue.sent:
            self._queue.heavy[task] = task.client
            self._send_on(task)
        worker.slow_down()
        self._crews.replace(worker)

    def abandon(self, task: Task) -> None:
        """Give a question up: its client has left."""
        if task.over:
            return
        self._counts["left"] += 1
        if task.worker is None:
            self._queue.drop(task)
            if task.timer is not None:
                task.timer.cancel()
            return
        if task.timer is not None:
            task.timer.cancel()
        worker = task.worker
        worker.resume()
        worker.frames = None
        self.loop.call_later(_GRACE, self._end_abandoned, task, worker)

    def _end_abandoned(self, task: Task, worker: Worker) -> None:
        if worker.task is task:
            worker.kill()

    def hear(self, worker: Worker, packet: Packet | None) -> None:
        """See to what a worker says: a part of an answer, or, by leaving, that it is dead."""
        if packet is None:
            self._bury(worker)
            return
        kind, body = packet
        task = worker.task
        if kind is PacketKind.READY:
            self._isolated = body == b"1"
            self._free(worker)
        elif task is None:
            return
        elif kind is PacketKind.DATA:
            if worker.frames is not None:
                worker.frames.add(body)
        elif kind is PacketKind.HEAD:
            self._begin(worker, task, body)
        else:
            self._conclude(worker, task, kind, body)

    def _begin(self, worker: Worker, task: Task, head: bytes) -> None:
        """Let a client have the beginning of an answer, unless as many are sent as may be."""
        if not task.answer.done():
            worker.frames = PoolFrames(worker, task)
            task.held = Streamed(**head_in(head), body=worker.frames)
            if task in self._queue.heavy:
                self._send_on(task)
            self._send_held()

    def _send_held(self) -> None:
        for task in [task for task in self._queue.running if task.held is not None]:
            if self._queue.may_be_sent(task):
                self._queue.sent[task] = task.client
                self._send_on(task)

    def _send_on(self, task: Task) -> None:
        """Let a client have what was held back of its answer."""
        if task.held is not None and not task.answer.done():
            task.answer.set_result(task.held)
        task.held = None

    def _conclude(self, worker: Worker, task: Task, kind: PacketKind, body: bytes) -> None:
        if kind is PacketKind.WHOLE:
            if not task.answer.done():
                task.answer.set_result(whole_in(body))
        elif kind is PacketKind.ERROR:
            self._fail_or_cut(worker, task, error_in(body))
        elif worker.frames is not None:
            worker.frames.end()
            self._send_on(task)
        self._counts["answered"] += 1
        self._over(worker, task)
        if worker.killed or (worker.heavy and not worker.recover()):
            worker.kill()
        else:
            self._free(worker)

    def _fail_or_cut(self, worker: Worker, task: Task, error: EngineError) -> None:
        if worker.frames is not None and task.held is None:
            worker.frames.end(error)
        else:
            self._fail(task, error)

    def _over(self, worker: Worker, task: Task) -> None:
        if task.timer is not None:
            task.timer.cancel()
        task.over = True
        worker.task = worker.frames = None
        self._charge(task, _FORK if worker.killed else 0.0)
        self._queue.end(task)
        self._send_held()

    def _charge(self, task: Task, least: float = 0.0) -> None:
        now = self.loop.time()
        self._budgets.charge(task.client, max(now - task.started, least), now)

    def _free(self, worker: Worker) -> None:
        if self._crews.free(worker):
            self._dispatch()

    def _tend(self) -> None:
        """Let go, from time to time, of what nobody needs any more."""
        self._tending = self.loop.call_later(_ROUND, self._tend)
        self._crews.retire()
        self._budgets.forget(self.loop.time())

    def _bury(self, worker: Worker) -> None:
        if (task := worker.task) is not None:
            self._counts["killed" if worker.killed else "broken"] += 1
            self._fail_or_cut(worker, task, worker.verdict or BrokenWorkerError(_BROKEN))
            self._over(worker, task)
        self._crews.bury(worker)
        self._dispatch()

    def _refuse_all(self, release: Path) -> None:
        for task in [task for task in self._queue if task.release == release]:
            self._queue.drop(task)
            self._refuse(task, BrokenWorkerError(_UNREADABLE), 1.0)
