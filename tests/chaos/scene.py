"""Scene of a trial: the server, how long it is harmed, and what those who harm it have seen."""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.connection import ask, connected, reply
from tests.soak.served import Served

__all__ = ["ATTACKER", "NUMBERS", "Attack", "Scene", "Visit"]

ATTACKER = "127.0.0.2"
"""Where those come from who harm: clients are told apart by address."""
NUMBERS = itertools.count(time.time_ns())
"""What no text had before: no answer is a remembered one."""
_PATIENCE = 30.0


@dataclass
class Scene:
    """What a trial works with; `faults` is what is wrong, in words, besides what is measured."""

    server: Served
    home: Path
    deaf: str
    """An endpoint that queries may call, and that never answers."""
    seconds: float
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    recovery: float = 0.0
    """The longest time, in seconds, until the server was whole again."""

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.seconds

    def goes_on(self) -> bool:
        """Return whether there is time left."""
        return time.monotonic() < self.until

    def end(self) -> None:
        """Let there be no time left."""
        self.until = time.monotonic()

    async def rest(self) -> None:
        """Wait until the time is over."""
        await asyncio.sleep(max(0.0, self.until - time.monotonic()))

    async def once(self, raw: bytes, source: str = ATTACKER) -> int:
        """Ask once, and count the status."""
        status = await ask(self.server.address, raw, source)
        self.outcomes[str(status)] += 1
        return status

    async def repeat(self, request: Callable[[int], bytes]) -> None:
        """Ask one thing after another on one connection."""
        async with connected(self.server.address, ATTACKER) as (reader, writer):
            while self.goes_on():
                writer.write(request(next(NUMBERS)))
                await writer.drain()
                self.outcomes[str(await reply(reader))] += 1

    async def crowd(self, count: int, visit: "Visit") -> None:
        """Let so many clients visit, each again and again, until the time is over."""
        clients = [asyncio.ensure_future(self._visits(visit)) for _ in range(count)]
        done, left = await asyncio.wait(clients, timeout=max(0.0, self.until - time.monotonic()))
        for client in left:
            client.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for client in done:
            client.result()

    async def _visits(self, visit: "Visit") -> None:
        while self.goes_on():
            try:
                async with asyncio.timeout(_PATIENCE):
                    await visit(self)
            except (OSError, EOFError, ValueError) as error:
                self.outcomes[type(error).__name__] += 1
                await asyncio.sleep(0.05)


Visit = Callable[[Scene], Awaitable[None]]
"""One visit of a client, which another follows."""
Attack = Callable[[Scene], Awaitable[None]]
"""What is done in a trial, until its time is over."""
