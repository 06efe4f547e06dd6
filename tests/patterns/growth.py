"""Growth of the time that something takes with the length of a text: linear, or worse."""

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from types import FrameType

from tests.patterns.attacks import Attack

Timer = Callable[[str], float]
"""Reads a text; returns the seconds of processor that it took, or raises `EndlessError`."""
_FEW, _MANY, _LONGEST = 300, 1200, 2**16
"""How many times the pump is repeated: to look, to look again, and at most."""
_FLOOR = 0.000_4
"""Seconds below which a text of `_MANY` pumps is no worse than linear, whatever the noise."""
_SURE = 0.004
"""Seconds that are measured well."""
PATIENCE = 1.0
"""Seconds of processor after which a text takes too long, short as it is."""
_DOUBLING = 2.5
"""What doubling a text may multiply the time by; a quadratic one would by four."""


class EndlessError(Exception):
    """A text took too long."""


@dataclass(frozen=True)
class Excess:
    """An attack under which the time grows faster than the text, and how: seconds by pumps."""

    attack: Attack
    seconds: tuple[tuple[int, float], ...]

    def __str__(self) -> str:
        growth = ", ".join(f"{times}: {spent * 1000:.1f} ms" for times, spent in self.seconds)
        return f"{self.attack} ({growth})"


def excess(read: Timer, attacks: Iterable[Attack], doubling: float = _DOUBLING) -> Excess | None:
    """Return the first attack under which the time that a reader takes is worse than linear."""
    return next((found for each in attacks if (found := _judged(read, each, doubling))), None)


def timed(read: Callable[[str], object]) -> Timer:
    """Return what times a reader of this process."""

    def spent(text: str) -> float:
        with _limited():
            start = time.thread_time()
            read(text)
            return time.thread_time() - start

    return spent


def _judged(read: Timer, attack: Attack, doubling: float) -> Excess | None:
    try:
        many = read(attack.text(_MANY))
        if many < _FLOOR or many < 8 * read(attack.text(_FEW)):
            return None
        return _confirmed(read, attack, doubling)
    except EndlessError:
        return Excess(attack, ((_MANY, PATIENCE),))


def _confirmed(read: Timer, attack: Attack, doubling: float) -> Excess | None:
    """Judge an attack that looks bad, on texts that take long enough to be measured."""
    times = _MANY
    while _best(read, attack.text(times), 1) < _SURE and times < _LONGEST:
        times *= 2
    seconds: list[tuple[int, float]] = []
    for size in (times, 2 * times, 4 * times):
        try:
            seconds.append((size, _best(read, attack.text(size), 3)))
        except EndlessError:
            seconds.append((size, PATIENCE))
            break
    steps = pairwise(spent for _, spent in seconds)
    bad = all(later > doubling * earlier for earlier, later in steps)
    return Excess(attack, tuple(seconds)) if bad else None


def _best(read: Timer, text: str, runs: int) -> float:
    return min(read(text) for _ in range(runs))


@contextmanager
def _limited() -> Iterator[None]:
    """Raise `EndlessError` after a while: the engine of `re` lets signals in as it goes."""
    before = signal.signal(signal.SIGVTALRM, _raise)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _raise(_: int, __: FrameType | None) -> None:
    raise EndlessError
