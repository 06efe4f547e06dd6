"""Trials: what is done to a server, for how long, and what may come of it at worst."""

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.budgets import BUDGET, spend
from tests.chaos.crowds import HELD, LEAVING, MIXTURES, framing, soak, throng
from tests.chaos.disks import full
from tests.chaos.releases import mispoint, switch
from tests.chaos.scene import Attack, Scene
from tests.chaos.signals import KILLS, STOPS
from tests.chaos.watcher import Seen, watching
from tests.soak.served import Held, Served

__all__ = ["BRIEF", "PLAIN", "TRIALS", "Outcome", "Stage", "Trial", "attempt", "warm"]

_REST = 60.0
"""Seconds in which all is as it was."""
_CROWDED = 3
"""Times that others may wait in brief: all other tests are on the same processors."""
_TWENTY_BLOWS = 120.0
_SETTLING = 15.0
_ALIKE = 1.1
_SETTINGS = {
    "seconds": "2",
    "budget": "0",
    "memory": "268435456",
    "cache": "2097152",
    "spool": "67108864",
    "bodies": "16777216",
    "threads": "8",
    "recheck": "0.05",
}


@dataclass(frozen=True)
class Stage:
    """Where trials are held: which home is served, and with which METIERS_* settings."""

    home: str = "seeds"
    settings: Mapping[str, str] = field(default_factory=lambda: _SETTINGS)


PLAIN = Stage()
_SWITCHING = Stage("two releases")
_FULL = Stage("full disk")
_BUDGETED = Stage(settings={**_SETTINGS, "budget": BUDGET})


@dataclass(frozen=True)
class Trial:
    """An attack, the seconds that it lasts in full, and what the watcher may see.

    `patience` is the longest wait, in seconds; `failures` the share of requests that may fail:
    those that a killed process was answering.
    """

    name: str
    attack: Attack
    seconds: float = 30.0
    stage: Stage = PLAIN
    patience: float = 2.0
    failures: float = 0.0

    def __str__(self) -> str:
        return self.name


def _trials() -> Iterator[Trial]:
    yield Trial("calm", Scene.rest)
    yield Trial("framing", framing)
    for name, attack in (LEAVING | HELD).items():
        patience, failures = (8, 0.05) if name == "600 connections" else (2, 0)
        yield Trial(name, attack, patience=patience, failures=failures)
    yield Trial("full disk", full, stage=_FULL, patience=5, failures=0.2)
    yield Trial("budgets", spend, stage=_BUDGETED)
    for name, attack in MIXTURES.items():
        yield Trial(f"one client: {name}", attack)
    yield Trial("soak", soak, 60)
    yield Trial("switches", switch, 10, _SWITCHING)
    yield Trial("switches to nothing", mispoint, 10, _SWITCHING)
    for name, attack in KILLS.items():
        patience, failures = (5, 0.2) if name == "web" else (2, 0.05)
        yield Trial(f"killed: {name}", attack, _TWENTY_BLOWS, patience=patience, failures=failures)
    for name, attack in STOPS.items():
        yield Trial(f"stopped: {name}", attack, _TWENTY_BLOWS, patience=5, failures=0.05)


BRIEF = {
    "framing": 3, "never read": 3, "all but a byte": 3, "600 connections": 3,
    "full disk": 4, "budgets": 6, "one client: searches": 3, "switches to nothing": 4,
    "killed: web": 5, "stopped: web": 4,
}  # fmt: skip
"""The trials that are held beside all other tests, and the seconds that each then lasts."""
TRIALS = list(_trials())


@dataclass(frozen=True)
class Outcome:
    """What came of a trial."""

    seen: Seen
    scene: Scene
    before: Held
    during: Held
    after: Held

    def faults(self, trial: Trial, whole: bool) -> list[str]:
        """Return what is wrong, in words; after a trial that is whole nothing may be left over."""
        found = list(self.scene.faults)
        if self.seen.worst > trial.patience * (1 if whole else _CROWDED):
            found.append(f"another client waited {self.seen.worst:.1f} s")
        if self.seen.failures.total() > trial.failures * self.seen.asked:
            found.append(f"another client met {dict(self.seen.failures)}")
        if not is_over(self.before, self.after, whole):
            found.append(f"left over: {self.before} before, {self.after} after")
        return found


def is_over(before: Held, after: Held, whole: bool) -> bool:
    """Return whether there are as many processes as before; after a whole trial, as little held."""
    if after.processes != before.processes or not whole:
        return after.processes == before.processes
    files = sum(after.files) / sum(before.files)
    return max(files, after.memory / before.memory, after.threads / before.threads) <= _ALIKE


def attempt(trial: Trial, server: Served, home: Path, deaf: str, whole: bool) -> Outcome:
    """Hold a trial, whole or in brief; what is left over has some time to go."""
    seconds = trial.seconds if whole else BRIEF[trial.name]
    before = _settled(server)
    with watching(server.address) as seen, _most_held(server) as most:
        scene = Scene(server, home, deaf, seconds)
        asyncio.run(asyncio.wait_for(trial.attack(scene), 2 * seconds + 60))
    deadline = time.monotonic() + _REST
    while not is_over(before, after := server.held(), whole) and time.monotonic() < deadline:
        time.sleep(1)
    return Outcome(seen, scene, before, max(most, key=lambda held: held.memory), after)


def _settled(server: Served) -> Held:
    """Return what a server holds once it has held as much for two seconds."""
    deadline = time.monotonic() + _SETTLING
    looks = [server.held()]
    while time.monotonic() < deadline:
        time.sleep(1)
        looks.append(server.held())
        recent = {(held.processes, sum(held.files)) for held in looks[-3:]}
        if len(looks) >= 3 and len(recent) == 1:
            break
    return looks[-1]


def warm(server: Served, home: Path, deaf: str, seconds: float) -> None:
    """Let all kinds of things be asked: what a server at work holds is there before a trial."""
    for crowd in (soak, throng):
        asyncio.run(crowd(Scene(server, home, deaf, seconds)))


@contextmanager
def _most_held(server: Served) -> Iterator[list[Held]]:
    """Note once a second what a server holds meanwhile."""
    found, stop = [server.held()], threading.Event()

    def look() -> None:
        while not stop.wait(1):
            found.append(server.held())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()
