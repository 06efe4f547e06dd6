"""The lane of a process of the site: who may use it, and when it is given up."""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from server.engine.interface import Answer, Question
from server.engine.pool.client import GRACE, PacketFrames, Waiter, begun, gone
from server.engine.pool.packets import PacketKind, question_packets, receive
from server.engine.pool.reports import Reports

__all__ = ["Lane", "Lanes", "Packet", "Turn", "TurnFrames"]

Packet = tuple[PacketKind, bytes]


class Lane:
    """The asking end of a lane; `lost` is called with it once nobody is at the other end."""

    def __init__(self, name: str, source: socket.socket, lost: Callable[["Lane"], None]) -> None:
        self.name = name
        self.socket = source
        self.busy = False
        self._lost = lost
        self._answer: asyncio.Future[Packet | None] | None = None
        self._loop = asyncio.get_running_loop()
        source.setblocking(False)
        self.listen()

    def listen(self) -> None:
        """Take note of what comes, or that nothing will."""
        self._loop.add_reader(self.socket.fileno(), self._read)

    @property
    def closed(self) -> bool:
        """Whether it is given back, or lost."""
        return self.socket.fileno() == -1

    async def ask(self, packet: Packet) -> Packet | None:
        """Send the packet of a question, return the first of the answer; None if there is none.

        After a HEAD the socket is the caller's, who reads the rest and then calls `listen`.
        """
        kind, body = packet
        self._answer = self._loop.create_future()
        try:
            self.socket.send(kind.value + body)
            return await self._answer
        except OSError:
            return None

    def hang_up(self) -> None:
        """Let whoever reads or writes, here and there, find that nobody is at the other end."""
        if not self.closed:
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the worker back; nobody may be waiting for an answer."""
        if not self.closed:
            self._loop.remove_reader(self.socket.fileno())
            self.socket.close()

    def _read(self) -> None:
        try:
            packet = receive(self.socket)
        except BlockingIOError:
            return
        except OSError:
            packet = None
        if packet is None:
            self.close()
            self._lost(self)
        elif packet[0] is PacketKind.HEAD:
            self._loop.remove_reader(self.socket.fileno())
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(packet)


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


_IDLE = 10.0
"""Seconds after which a lane that nobody uses is given back."""
_QUEUE = 8
"""Questions that may wait for the lane: none waits for one that is not brief."""
_OUT = 2
"""Questions that were not brief and are not over: beyond, the pool is to say which comes next."""


class Lanes:
    """Borrows a worker of the release in service, and asks it what is brief.

    Needs a running event loop. Whatever it cannot do, the pool is to be asked: a question that is
    long, or comes when many wait, or whose client has used up its budget or is busy already.
    `longest` is the time in which the supervisor ends any question.
    """

    def __init__(self, path: Path, longest: float) -> None:
        self._reports = Reports(path)
        self._longest = longest + GRACE
        self._numbers = count()
        self._lane: Lane | None = None
        self._release = Path()
        self._waiting: list[tuple[str, asyncio.Future[bool]]] = []
        self._out: dict[Lane, str] = {}
        self._used = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def ask(
        self, question: Question, release: Path, client: str, seconds: float | None, waiter: Waiter
    ) -> Answer | None:
        """Return the answer, None where the pool is to be asked; EngineError as the pool's."""
        first, *others = question_packets(question)
        if others or self._reports.refuses(client) or self._is_busy(client):
            return None
        lane = await self._acquire(release, client)
        if lane is None:
            return None
        turn = Turn(lane, client, seconds, self._give_up, self._end)
        try:
            waiter.wait_on(lane.socket)
            packet = await lane.ask(first)
        except BaseException:  # a cancellation too: whatever ends the wait, nobody reads the lane
            turn.break_off()
            raise
        finally:
            waiter.stop_waiting()
        if packet is None or packet[0] is not PacketKind.HEAD:
            turn.end()
            if packet is None and time.monotonic() - turn.began >= self._longest:
                raise gone()
            return begun(packet, lane.socket) if packet is not None else None
        if turn.reported and not await self._reports.confirm(turn.report()):
            turn.break_off()
            return None
        turn.begun = True
        return replace(begun(packet, lane.socket), frames=TurnFrames(turn))

    def close(self) -> None:
        """Give the lane back."""
        if self._timer is not None:
            self._timer.cancel()
        if self._lane is not None:
            self._lane.close()
            self._detach(self._lane)
        self._reports.close()

    def _is_busy(self, client: str) -> bool:
        return len(self._out) >= _OUT or client in self._out.values()

    async def _acquire(self, release: Path, client: str) -> Lane | None:
        """Return the lane once it is free; None where there is none, or too many wait."""
        if self._lane is None or release != self._release:
            self._open(release)
        lane = self._lane
        if lane is None or (lane.busy and len(self._waiting) >= _QUEUE):
            return None
        if not lane.busy:
            lane.busy = True
            return lane
        place = asyncio.get_running_loop().create_future()
        self._waiting.append((client, place))
        try:
            return lane if await place else None
        except asyncio.CancelledError:
            if not place.cancelled():
                self._free(lane, client)
            raise

    def _free(self, lane: Lane, client: str) -> None:
        """Let the next have the lane: the oldest of another client's, where there is one."""
        lane.busy = False
        self._waiting = [each for each in self._waiting if not each[1].done()]
        if lane is self._lane and self._waiting:
            others = (each for each in self._waiting if each[0] != client)
            _, place = chosen = next(others, self._waiting[0])
            self._waiting.remove(chosen)
            lane.busy = True
            place.set_result(True)

    def _open(self, release: Path) -> None:
        """Borrow a worker; the lane of another release ends with the question it is at."""
        if self._lane is not None:
            lane = self._lane
            self._detach(lane)
            if not lane.busy:
                lane.close()
        source = self._reports.borrow(name := f"{os.getpid()}.{next(self._numbers)}", release)
        if source is None:
            return
        self._lane, self._release = Lane(name, source, self._detach), release
        self._used = time.monotonic()
        if self._timer is not None:
            self._timer.cancel()
        self._watch()

    def _end(self, turn: Turn) -> None:
        """Charge a question that is over, and let the next have the lane."""
        self._used = time.monotonic()
        if self._out.pop(turn.lane, None) is None:
            self._reports.charge(turn.client, self._used - turn.began)
        if turn.lane is not self._lane or turn.lane.closed:
            self._detach(turn.lane)
            turn.lane.close()
            return
        if turn.begun:
            turn.lane.listen()
        self._free(turn.lane, turn.client)

    def _give_up(self, turn: Turn) -> None:
        """Leave the lane to a question that is not brief, and have that watched."""
        self._detach(turn.lane)
        self._out[turn.lane] = turn.client
        turn.hang_up_after(self._longest)
        if not self._reports.promote(turn.report()):
            turn.lane.hang_up()

    def _detach(self, lane: Lane) -> None:
        """Lend the lane to nobody any more; those who wait for it are to ask the pool."""
        if lane is self._lane:
            self._lane = None
            waiting, self._waiting = self._waiting, []
            for _, place in waiting:
                if not place.done():
                    place.set_result(False)

    def _watch(self) -> None:
        """Give the lane back once nobody uses it."""
        if self._lane is None:
            return
        left = self._used + _IDLE - time.monotonic()
        if left <= 0 and not self._lane.busy:
            self._lane.close()
            self._lane = None
        else:
            self._timer = asyncio.get_running_loop().call_later(max(left, 1.0), self._watch)
