"""The process that gives questions to workers, and ends those that take too long.

It has one thread, waits for nothing but events, and reads no question: the site's sockets are
passed on to the workers, which answer on them. What it holds is who runs what, and since when.
"""

import os
import socket
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import Any

from server.engine.errors import BudgetError, BusyError, DeadlineError, worded
from server.engine.pool.broods import Broods, Worker
from server.engine.pool.budgets import Budgets
from server.engine.pool.leases import Leases
from server.engine.pool.limits import Conditions
from server.engine.pool.packets import PIECE, PacketKind, pack_json, send, unpack_json
from server.engine.pool.tasks import HANG_UP, READABLE, Events, Task, Waiting

__all__ = ["Supervisor"]

_LIGHT = 0.2
"""Seconds after which a query is heavy: the others' come first, and its worker serves no other."""
_ROUND = 10.0
"""The longest time between two looks at what can be let go, in seconds."""
_GRACE = 0.02
"""Seconds in which a worker whose client is gone may say that it had done anyway."""
_BUSY = BusyError(worded("Trop de requêtes attendent déjà : réessayez dans quelques secondes."))
_SPENT = worded("%(seconds)g s de calcul par minute et par client : c'est épuisé.")
_LATE = worded(
    "La requête a été arrêtée au bout de %(seconds)g s : restreignez-la (LIMIT, un motif plus "
    "précis, un chemin borné)."
)


class Supervisor:
    """Serves the site's connections on a listening socket until `owner`, a file, is closed."""

    def __init__(
        self,
        listening: socket.socket,
        owner: int,
        conditions: Conditions,
    ) -> None:
        self._listening = listening
        limits = self._limits = conditions.limits
        self._events = Events()
        self._broods = Broods(self._events, conditions, self._over)
        self._waiting = Waiting(limits.queue, limits.workers)
        self._budgets = Budgets(limits.budget)
        self._counts: Counter[str] = Counter()
        self._leases = Leases(self._broods, self._waiting, self._budgets, self._counts)
        self._owned = True
        self._events.watch(listening.fileno(), READABLE, self._accept)
        self._events.watch(owner, READABLE, self._disown)

    def run(self) -> None:
        """Serve until the owner is gone."""
        while self._owned:
            now = time.monotonic()
            self._watch_time(now)
            self._dispatch(now)
            self._broods.retire(now)
            self._budgets.forget(now)
            self._events.wait(max(0.0, self._next(now) - now))

    def _disown(self) -> None:
        self._owned = False

    def _accept(self) -> None:
        site, _ = self._listening.accept()
        self._events.watch(site.fileno(), READABLE, lambda: self._hear(site))

    def _hear(self, site: socket.socket) -> None:
        try:
            packet, files, _, _ = socket.recv_fds(site, PIECE, 1)
        except OSError:
            packet, files = b"", []
        if not packet:
            self._events.unwatch(site.fileno())
            self._leases.forget(site)
            site.close()
            return
        try:
            said = unpack_json(packet)
        except ValueError:  # it was longer than a packet: who asked finds the socket closed
            for number in files:
                os.close(number)
            return
        if files:
            self._answer(site, socket.socket(fileno=files[0]), said)
        else:
            self._leases.promote(said, self._limits)

    def _answer(self, site: socket.socket, asker: socket.socket, said: dict[str, Any]) -> None:
        match said["word"]:
            case "ask":
                self._admit(asker, said["client"], Path(said["release"]), said["seconds"])
            case "lane":
                self._listen(self._leases.open(site, asker, said["lane"], Path(said["release"])))
            case "heavy":
                _reply(asker, {"on": self._leases.promote(said, self._limits)})
            case "charge":
                _reply(asker, self._leases.charge(said))
            case "prepare":
                self._broods.prepare(Path(said["release"]), asker)
            case "figures":
                _reply(asker, self._figures())

    def _admit(
        self, asker: socket.socket, client: str, release: Path, seconds: float | None
    ) -> None:
        now = time.monotonic()
        longest = min(seconds or self._limits.seconds, self._limits.seconds)
        task = Task(asker, client, release, longest, now)
        self._counts["questions"] += 1
        if pause := self._budgets.wait(client, now):
            self._refuse(task, BudgetError(_SPENT, seconds=self._limits.budget), pause)
        elif not self._waiting.admits(client):
            self._refuse(task, _BUSY, 1.0)
        else:
            self._broods.open(release)
            self._waiting.add(task)
            self._listen(task)

    def _listen(self, task: Task) -> None:
        self._events.watch(task.socket.fileno(), HANG_UP, lambda: self._left(task))

    def _refuse(self, task: Task, error: BudgetError | BusyError, retry: float) -> None:
        self._counts[type(error).__name__] += 1
        task.refuse(error, retry)
        task.socket.close()

    def _left(self, task: Task) -> None:
        """Note that a client is gone: it may have left, or have all it asked for."""
        self._events.unwatch(task.socket.fileno())
        task.left = time.monotonic()
        if not task.started:
            self._counts["left"] += 1
            self._waiting.drop(task)
            task.socket.close()

    def _over(self, task: Task, how: str) -> None:
        now = time.monotonic()
        self._leases.close(task)
        if not task.resting:
            self._budgets.charge(task.client, now - task.started, now)
            self._waiting.end(task)
        if not task.resting or how != "answered":
            self._counts[how] += 1
        self._events.unwatch(task.socket.fileno())
        task.socket.close()

    def _busy(self) -> list[Worker]:
        return [each for brood in self._broods for each in brood.workers if each.task]

    def _watch_time(self, now: float) -> None:
        for task in self._waiting:
            if now - task.arrived >= self._limits.wait:
                self._waiting.drop(task)
                self._events.unwatch(task.socket.fileno())
                self._refuse(task, _BUSY, 1.0)
        for worker in self._busy():
            if worker.task and not worker.killed and now >= self._due(worker, worker.task):
                self._see_to(worker, worker.task, now)

    def _due(self, worker: Worker, task: Task) -> float:
        """Return when to look at an evaluation again."""
        due = task.started + (task.seconds if worker.heavy else min(task.seconds, _LIGHT))
        due = inf if task.resting else due
        return min(due, task.left + _GRACE) if task.left else due

    def _see_to(self, worker: Worker, task: Task, now: float) -> None:
        if task.left:
            self._counts["left"] += 1
            worker.kill()
        elif now - task.started >= task.seconds:
            self._counts["DeadlineError"] += 1
            worker.kill(DeadlineError(_LATE, seconds=task.seconds))
        else:
            worker.slow_down()

    def _dispatch(self, now: float) -> None:
        while task := self._waiting.start(self._broods.free):
            self._broods.take(task, now)

    def _next(self, now: float) -> float:
        """Return the time of the next thing to see to."""
        times = [now + _ROUND, *(task.arrived + self._limits.wait for task in self._waiting)]
        for worker in self._busy():
            if worker.task and not worker.killed:
                times.append(self._due(worker, worker.task))
        return min(times)

    def _figures(self) -> dict[str, int]:
        workers = sum(len(brood.workers) for brood in self._broods)
        return {
            **self._counts,
            "workers": workers,
            "running": sum(bool(each.task and not each.task.resting) for each in self._busy()),
            "waiting": len(self._waiting),
            "isolated": int(all(brood.isolated for brood in self._broods)),
        }


def _reply(asker: socket.socket, said: Mapping[str, Any]) -> None:
    """Answer one of the site's processes, if it is still there."""
    with asker, suppress(OSError):
        send(asker, PacketKind.END, pack_json(said))
