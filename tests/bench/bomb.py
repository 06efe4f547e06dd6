"""How long light questions take while one bomb runs, at a fixed rate of arrival."""

import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

from tests.bench.load import Load, ask, drive, finish
from tests.bench.servers import Running

__all__ = ["light_questions"]

_BOMB = "?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
_SHARE = 0.3
"""The part of what a server can do that is asked of it."""
_ROUNDS = 2
_SECONDS = 4
_FIRST = 10_000_000
_CONNECTIONS = 64


def light_questions(server: Running, ends: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the rate, then median times of rounds without a bomb and with one, in turn."""
    rate = _SHARE * drive(server.address, ends, 8, 3, _FIRST).rate
    yield "questions a second", rate
    rounds: dict[str, list[Load]] = {"quiet": [], "with a bomb": []}
    for turn in range(_ROUNDS):
        first = 2 * _FIRST + turn * 1_000_000
        rounds["quiet"].append(_round(server, ends, first, rate))
        with _bomb(server):
            rounds["with a bomb"].append(_round(server, ends, first + 500_000, rate))
        server.settle()
    for name, loads in rounds.items():
        yield f"{name}, p50", statistics.median(each.p50 for each in loads)
        yield f"{name}, p99", statistics.median(each.p99 for each in loads)
        yield f"{name}, failed", sum(each.failed for each in loads)


def _round(server: Running, ends: Sequence[str], first: int, rate: float) -> Load:
    return finish(server.address, ends, _CONNECTIONS, int(rate * _SECONDS), first, rate)


@contextmanager
def _bomb(server: Running) -> Iterator[None]:
    """Let a bomb run meanwhile, on a connection that is closed in the end."""
    lit = threading.Thread(target=_light, args=(server, _SECONDS + 0.8), daemon=True)
    lit.start()
    lit.join(0.5)
    yield
    lit.join()


def _light(server: Running, patience: float) -> None:
    try:
        ask(server.address, _BOMB, patience)
    except (OSError, RuntimeError):
        return
