"""The lanes that the site's processes hold: workers that they ask directly, for brief questions.

A question that goes through the supervisor costs it three wake-ups. Most questions take less time
than that, and their bounds need no watching: so each process of the site is lent a worker, with
which it deals alone. A question that is not brief after all is reported, and from then on it is
one like any other: it is watched, charged to its client, and ended in time.
"""

import socket
import time
from collections import Counter
from pathlib import Path
from typing import Any

from server.engine.pool.broods import Broods
from server.engine.pool.budgets import Budgets
from server.engine.pool.limits import QueryLimits
from server.engine.pool.tasks import Task, Waiting

__all__ = ["Leases"]


class Leases:
    """The lanes by name, and what their holders report; `counts` are the supervisor's."""

    def __init__(
        self, broods: Broods, waiting: Waiting, budgets: Budgets, counts: Counter[str]
    ) -> None:
        self._broods = broods
        self._waiting = waiting
        self._budgets = budgets
        self._counts = counts
        self._lanes: dict[str, Task] = {}
        self._borrowers: set[socket.socket] = set()
        self._beyond: set[Task] = set()
        """Lanes whose answers had begun where there was no room for them."""

    def open(self, site: socket.socket, asker: socket.socket, name: str, release: Path) -> Task:
        """Lend a worker of a release to one of the site's processes."""
        now = time.monotonic()
        self._borrowers.add(site)
        self._lend()
        lane = self._lanes[name] = Task(asker, "", release, 0.0, now, now, lane=name, resting=True)
        self._broods.lease(lane, now)
        return lane

    def promote(self, said: dict[str, Any], limits: QueryLimits) -> bool:
        """Watch a lane as the question that it turned out to be; return whether it goes on.

        Where as many are evaluated as may be, or no worker has it yet, it is ended: its holder will
        ask again, and wait. If its answer has begun it goes on, and keeps no other from its turn.
        """
        lane = self._lanes.get(said["lane"])
        if lane is None or not lane.resting:
            return lane is not None
        lane.client = said["client"]
        waits = self._broods.keeps_waiting(lane)
        if waits or not self._waiting.join(lane, forced=said["begun"]):
            self.close(lane)
            self._broods.end(lane)
            return False
        if lane.beyond:
            self._beyond.add(lane)
            self._lend()
        lane.resting = False
        lane.seconds = min(said["seconds"] or limits.seconds, limits.seconds)
        lane.started = time.monotonic() - said["elapsed"]
        self._counts["questions"] += 1
        return True

    def close(self, lane: Task) -> None:
        """Forget a lane that its holder gave back, or whose worker has ended."""
        self._lanes.pop(lane.lane, None)
        self._beyond.discard(lane)
        self._lend()

    def forget(self, site: socket.socket) -> None:
        """Note that one of the site's processes is gone."""
        self._borrowers.discard(site)
        self._lend()

    def charge(self, said: dict[str, Any]) -> dict[str, float]:
        """Charge brief questions to their clients; return how long those must wait that must."""
        now = time.monotonic()
        self._counts["questions"] += said["answered"]
        self._counts["answered"] += said["answered"]
        for client, seconds in said["charges"].items():
            self._budgets.charge(client, seconds, now)
        waits = {client: self._budgets.wait(client, now) for client in said["charges"]}
        return {name: wait for name, wait in waits.items() if wait}

    def _lend(self) -> None:
        self._broods.lent = len(self._borrowers) + len(self._beyond)
