"""The broods that are kept: the release in service, and for a while the one before it."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from server.engine.errors import BrokenWorkerError, EngineError, worded
from server.engine.pool.limits import Conditions
from server.engine.pool.nursery import Nursery, open_nursery
from server.engine.pool.packets import PacketKind, pack_json, receive, send, unpack_json
from server.engine.pool.tasks import READABLE, Events, Task

__all__ = ["Brood", "Broods", "Worker"]

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
        kind = PacketKind.LANE if task.resting else PacketKind.TASK
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


_LINGER = 10.0
"""Seconds without a question after which a release that is no more in service is let go."""
_BROKEN = BrokenWorkerError(
    worded(
        "Le processus qui évaluait cette requête s'est arrêté : elle demande plus de mémoire, ou "
        "de profondeur, qu'il n'en a. Simplifiez-la ou restreignez-la."
    )
)


class Broods:
    """Births and deaths; `over` is told of each question whose evaluation has ended, and how."""

    def __init__(
        self,
        events: Events,
        conditions: Conditions,
        over: Callable[[Task, str], None],
    ) -> None:
        self._events = events
        self._conditions = conditions
        self._over = over
        self.lent = 0
        """Workers that there may be beyond those of the limits."""
        self._broods: dict[Path, Brood] = {}
        self._current: Path | None = None

    def __iter__(self) -> Iterator[Brood]:
        """Go through the broods."""
        return iter(tuple(self._broods.values()))

    def open(self, release: Path) -> Brood:
        """Return the brood of a release, a new one if there is none."""
        brood = self._broods.get(release)
        self._current = self._current or release
        if brood is None:
            nursery = open_nursery(release, self._conditions)
            brood = self._broods[release] = Brood(release, nursery)
            hear = partial(self._hear_nursery, brood)
            self._events.watch(nursery.control.fileno(), READABLE, hear)
        return brood

    def prepare(self, release: Path, asker: socket.socket) -> None:
        """Make a release the one in service, and say READY to the asker when it can answer."""
        brood = self.open(release)
        self._current = release
        brood.asked.append(asker)
        self._tell(brood)

    def free(self, release: Path) -> bool:
        """Return whether a release has a worker that waits."""
        brood = self._broods.get(release)
        return brood is not None and bool(brood.idle)

    def take(self, task: Task, now: float) -> None:
        """Give a question to a worker of its release."""
        self._give(self._broods[task.release], task, now)

    def _give(self, brood: Brood, task: Task, now: float) -> None:
        brood.used = now
        worker = brood.idle.pop()
        try:
            worker.take(task, now)
        except OSError:
            worker.kill()

    def lease(self, lane: Task, now: float) -> None:
        """Give a worker to a lane, the next that is free if none is now."""
        brood = self.open(lane.release)
        brood.lanes.append(lane)
        self._serve_lanes(brood, now)
        self._complete(brood)

    def keeps_waiting(self, lane: Task) -> bool:
        """Return whether a lane has no worker yet."""
        brood = self._broods.get(lane.release)
        return brood is not None and lane in brood.lanes

    def end(self, task: Task) -> None:
        """End the evaluation of a question, without a word to its client."""
        brood = self._broods.get(task.release)
        if brood is None:
            return  # it was let go, and its workers are ending
        for worker in brood.workers:
            if worker.task is task:
                worker.kill()
        if task in brood.lanes:
            brood.lanes.remove(task)
            self._over(task, "killed")

    def _serve_lanes(self, brood: Brood, now: float) -> None:
        while brood.lanes and brood.idle:
            self._give(brood, brood.lanes.pop(0), now)

    def _complete(self, brood: Brood) -> None:
        """Let workers be born where some are missing."""
        for _ in range(self._wanted() - len(brood.workers) if brood.ready else 0):
            self._bear(brood)

    def _wanted(self) -> int:
        return self._conditions.limits.workers + self.lent

    def retire(self, now: float) -> None:
        """Let the releases go that are no more in service and that nobody asks any more."""
        for brood in self:
            busy = len(brood.workers) > len(brood.idle) or brood.asked
            if brood.release != self._current and not busy and now - brood.used > _LINGER:
                self._close(brood)

    def _close(self, brood: Brood) -> None:
        if self._broods.get(brood.release) is not brood:
            return
        del self._broods[brood.release]
        self._events.unwatch(brood.nursery.control.fileno())
        brood.nursery.control.close()
        for worker in tuple(brood.workers):
            worker.kill()
        for asker in brood.asked:
            asker.close()
        for lane in brood.lanes:
            self._over(lane, "killed")

    def _hear_nursery(self, brood: Brood) -> None:
        packet = _heard(brood.nursery.control)
        if packet is None:
            self._close(brood)
            return
        brood.ready = True
        brood.isolated = bool(unpack_json(packet[1])["isolated"])
        self._complete(brood)

    def _bear(self, brood: Brood) -> None:
        try:
            worker = Worker(brood.nursery.ask_for_worker())
        except OSError:
            return
        brood.workers.add(worker)
        hear = partial(self._hear_worker, brood, worker)
        self._events.watch(worker.control.fileno(), READABLE, hear)

    def _hear_worker(self, brood: Brood, worker: Worker) -> None:
        packet = _heard(worker.control)
        if packet is None:
            self._bury(brood, worker)
            return
        kind, body = packet
        if kind is PacketKind.READY:
            try:
                worker.born(unpack_json(body)["pid"])
            except OSError:
                self._bury(brood, worker)
                return
            brood.failures = 0
        elif worker.task is not None:
            task, worker.task = worker.task, None
            self._over(task, "answered")
        if worker.heavy or worker.killed or len(brood.workers) > self._wanted():
            worker.kill()
        else:
            brood.idle.append(worker)
        self._serve_lanes(brood, time.monotonic())
        self._tell(brood)

    def _bury(self, brood: Brood, worker: Worker) -> None:
        self._events.unwatch(worker.control.fileno())
        brood.workers.discard(worker)
        if worker in brood.idle:
            brood.idle.remove(worker)
        if worker.task is not None:
            if worker.verdict or not worker.killed:
                worker.task.refuse(worker.verdict or _BROKEN)
            self._over(worker.task, "killed" if worker.killed else "broken")
        elif worker.process == -1:
            brood.failures += 1
        worker.close()
        if brood.failures > self._conditions.limits.workers:
            self._close(brood)
        elif self._broods.get(brood.release) is brood:
            self._complete(brood)

    def _tell(self, brood: Brood) -> None:
        """Say that a release is ready, as soon as one of its workers is."""
        if not brood.idle:
            return
        for asker in brood.asked:
            with asker:
                try:
                    send(asker, PacketKind.READY, pack_json({"isolated": brood.isolated}))
                except OSError:
                    continue
        brood.asked.clear()


def _heard(source: socket.socket) -> tuple[PacketKind, bytes] | None:
    """Return the next packet, None where the other side has gone, whatever it left unread."""
    try:
        return receive(source)
    except OSError:
        return None
