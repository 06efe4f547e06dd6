"""Several servers asked the same, in turn: one line for each kind, freshness and connections."""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.load import Load, ask, drive, finish
from tests.bench.mix import MIX, WEIGHTS, Asked
from tests.bench.servers import Running

__all__ = ["Line", "SideBySide", "format_loads"]

_SLOW = 0.1
"""Seconds that make a question slow."""
_COUNT = 8
"""How many slow questions are asked at least, all of them to their end."""
_MIXED = 300
"""How many questions of the mix are asked: whole hundreds, so that the weights hold."""
_QUEUED = 6.0
"""Seconds of work that one window may give to a `single` server: beyond, it is reckoned."""
_GAP = 1_000
"""Numbers left free between two windows, for questions that were under way."""


@dataclass(frozen=True)
class Line:
    """What is asked, whether it is new each time, and on how many connections."""

    kind: str
    new: bool
    connections: int

    def __str__(self) -> str:
        freshness = "new" if self.new else "repeated"
        return f"{self.kind}, {freshness}, {self.connections} connections"


@dataclass
class SideBySide:
    """Servers of one release, the questions to it, and what was seen by line and server."""

    servers: Sequence[Running]
    questions: Mapping[str, Asked]
    until: float
    """The time at which to stop measuring, by the monotonic clock."""
    seconds: int = 2
    """How long wrk asks, where a question takes less than `_SLOW`."""
    seen: dict[Line, dict[str, Load]] = field(default_factory=dict)
    _taken: dict[tuple[str, str], float] = field(default_factory=dict)
    _taken_again: dict[tuple[str, str], float] = field(default_factory=dict)
    _numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def compare(self, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Ask one question of each kind everywhere; yield those whose answers differ in size."""
        for kind in kinds:
            counts = {}
            for server in self.servers:
                seconds, body = ask(server.address, self.questions[kind].ends[0] + "0")
                seconds, _ = ask(server.address, self.questions[kind].ends[0] + "00")
                self._taken[server.name, kind] = seconds
                counts[server.name] = len(json.loads(body)["results"]["bindings"])
            if len(set(counts.values())) > 1:
                yield f"{kind}: ROWS DIFFER", str(counts)

    def measure(self, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
        """Yield what the servers do, line by line, each in turn."""
        for line in lines:
            if time.monotonic() > self.until:
                yield f"{line}: no time left", "-"
                continue
            loads = {each.name: self._window(each, line) for each in self.servers}
            self.seen[line] = loads
            yield str(line), format_loads(loads)

    def _window(self, server: Running, line: Line) -> Load:
        once = self._once(server, line.kind)
        if not line.new:
            self._warm(server, line.kind)
            once = self._taken_again.get((server.name, line.kind), once)
        count = max(_COUNT, line.connections) if once > _SLOW else 0
        count = _MIXED if line.kind == MIX else count
        if server.single and once * (count or line.connections) > _QUEUED:
            return Load(1 / once, once * 1e3, once * 1e3, 1)
        look = threading.Timer(self.seconds / 2, server.memory)
        look.start()
        load = self._drive(server, line, count)
        look.join()
        return load

    def _warm(self, server: Running, kind: str) -> None:
        """Ask what is about to be repeated, so that each process of a server has heard it."""
        if (server.name, kind) in self._taken_again:
            return
        once, asked = self._once(server, kind), self.questions[kind].repeated
        times = len(asked) * 2 if kind == MIX else _COUNT
        if once * times < _QUEUED:
            finish(server.address, asked, _COUNT, times, None)
        again = (ask(server.address, asked[0])[0] for _ in range(_COUNT // 2))
        self._taken_again[server.name, kind] = once if kind == MIX else min(again)

    def _drive(self, server: Running, line: Line, count: int) -> Load:
        """Ask a number of questions to their end, or for a while where the number is 0."""
        asked = self.questions[line.kind]
        ends = asked.ends if line.new else asked.repeated
        first = self._numbers[server.name] if line.new else None
        if count:
            load = finish(server.address, ends, line.connections, count, first)
        else:
            load = drive(server.address, ends, line.connections, self.seconds, first)
        self._numbers[server.name] += load.requests + _GAP if line.new else 0
        return load

    def _once(self, server: Running, kind: str) -> float:
        """Return the seconds that a question takes alone, those of the mix by their weights."""
        if kind != MIX:
            return self._taken[server.name, kind]
        whole = sum(WEIGHTS.values())
        return sum(self._taken[server.name, each] * w / whole for each, w in WEIGHTS.items())


def format_loads(loads: Mapping[str, Load]) -> str:
    """Return requests a second, the first server's by each other's, then p50 and p99."""
    first, *others = loads.values()
    rates = " / ".join(f"{each.rate:,.4g}" for each in loads.values())
    ratios = " ".join(f"×{first.rate / each.rate:.3g}" for each in others if each.rate)
    times = " / ".join(f"{each.p50:.3g} {each.p99:.3g}" for each in loads.values())
    failed = sum(each.failed for each in loads.values())
    return f"{rates} {ratios} | {times} ms" + (f" | {failed} FAILED" if failed else "")
