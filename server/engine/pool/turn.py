"""One question's use of a lane, from its sending to the last byte of its answer."""

import asyncio
import time
from collections.abc import Callable, Mapping

from server.engine.pool.client import PacketFrames
from server.engine.pool.lane import Lane

__all__ = ["Turn", "TurnFrames"]

_BRIEF = 0.05
"""Seconds after which a question is reported to the supervisor, which then watches it."""


class Turn:
    """Calls `late` if it is not brief, and `over` when it ends, once."""

    def __init__(
        self,
        lane: Lane,
        client: str,
        seconds: float | None,
        late: "Callable[[Turn], None]",
        over: "Callable[[Turn], None]",
    ) -> None:
        self.lane = lane
        self.client = client
        self.began = time.monotonic()
        self.begun = False
        """Whether the answer may be on its way to the client."""
        self.reported = False
        self._seconds = seconds
        self._late = late
        self._over = over
        self._ended = False
        self._timer = asyncio.get_running_loop().call_later(_BRIEF, self._be_late)

    def report(self) -> Mapping[str, str | float | bool | None]:
        """Return what the supervisor must know to watch it."""
        return {
            "word": "heavy",
            "lane": self.lane.name,
            "client": self.client,
            "seconds": self._seconds,
            "elapsed": time.monotonic() - self.began,
            "begun": self.begun,
        }

    def hang_up_after(self, seconds: float) -> None:
        """Wait no longer than that: nobody watches it."""
        self._timer = asyncio.get_running_loop().call_later(seconds, self.lane.hang_up)

    def end(self) -> None:
        """Say that the answer is all there."""
        self._timer.cancel()
        if not self._ended:
            self._ended = True
            self._over(self)

    def break_off(self) -> None:
        """Give the answer up, and the worker with it."""
        if not self._ended:
            self.lane.close()
            self.end()

    def _be_late(self) -> None:
        self.reported = True
        self._late(self)


class TurnFrames(PacketFrames):
    """The rest of an answer that comes by a lane."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn.lane.socket)
        self._turn = turn

    def finish(self) -> None:
        """Say that all is read: the lane may serve another."""
        self._turn.end()

    def close(self) -> None:
        """Give the answer up, unless it is all there."""
        self._turn.break_off()
