"""The site's side of the pool: questions go out, answers come back, each on a socket of its own."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from server.engine import errors
from server.engine.errors import BusyError, EngineError, worded
from server.engine.interface import Answer, Question, Whole
from server.engine.pool.packets import (
    PacketKind,
    pack_json,
    question_packets,
    receive,
    send,
    socket_pair,
    unpack_json,
)

__all__ = ["GRACE", "PacketFrames", "Pool", "PoolError", "Waiter", "begun", "gone", "piece_of"]

GRACE = 5.0
"""Seconds beyond the supervisor's bounds after which it is taken for dead."""


class PoolError(Exception):
    """A release that the pool cannot open, or a pool that does not answer."""


class PacketFrames:
    """The rest of an answer, as its worker sends it; `socket` is for those who wait elsewhere."""

    def __init__(self, source: socket.socket) -> None:
        self.socket = source

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """Return the next piece; EngineError if the evaluation broke off."""
        piece = None
        try:
            if self.socket.fileno() != -1:
                piece = piece_of(_received(self.socket))
        finally:
            if piece is None:
                self.close()
        if piece is None:
            raise StopIteration
        return piece

    def finish(self) -> None:
        """Say that all is read, by one who read from the socket."""
        self.close()

    def close(self) -> None:
        """Give the answer up: its worker is ended if it is not done."""
        self.socket.close()


class Waiter(Protocol):
    """Whoever may want to end a wait."""

    def wait_on(self, source: socket.socket) -> None:
        """Take note of a socket that is waited on; shutting it down ends the wait."""

    def stop_waiting(self) -> None:
        """Forget the socket."""


def piece_of(packet: tuple[PacketKind, bytes] | None) -> bytes | None:
    """Return the piece in a packet, None for the end; raise the EngineError that it carries."""
    if packet is None:
        raise gone()
    kind, body = packet
    if kind is PacketKind.ERROR:
        raise _error(body)
    return body if kind is PacketKind.DATA else None


class Pool:
    """A connection to a supervisor, made when it is needed and again when it is lost."""

    def __init__(self, path: Path, longest: float) -> None:
        self.path = path
        self._longest = longest
        self._lock = Lock()
        self._control: socket.socket | None = None

    def ask(
        self,
        question: Question,
        release: Path,
        client: str,
        seconds: float | None = None,
        waiter: Waiter | None = None,
    ) -> Answer:
        """Return the answer once its beginning is good; raise EngineError where it is not.

        `client` is who the evaluation is charged to; `seconds` bounds it, within the pool's bound.
        `waiter` is told on which socket the answer is waited for, and when no more.
        """
        first, *others = question_packets(question)
        said = {"word": "ask", "release": str(release), "client": client, "seconds": seconds}
        ours = self._call(said, first)
        if waiter is not None:
            waiter.wait_on(ours)
        with suppress(OSError):  # a question refused at the door is not read, but answered
            for kind, body in others:
                send(ours, kind, body)
        packet = _received(ours)
        answer = None
        try:
            answer = begun(packet, ours)
        finally:
            if waiter is not None:
                waiter.stop_waiting()
            if answer is None or isinstance(answer.frames, Whole):
                ours.close()
        return answer

    def prepare(self, release: Path, patience: float = 120.0) -> None:
        """Make a release the one in service; PoolError if it cannot be, or not in time."""
        with self._call({"word": "prepare", "release": str(release)}) as ours:
            ours.settimeout(patience)
            packet = _received(ours)
        if packet is None or packet[0] is not PacketKind.READY:
            raise PoolError(f"{release} : le service des requêtes ne peut l'ouvrir")

    def figures(self) -> dict[str, Any]:
        """Return what the supervisor counts; BusyError where there is none."""
        with self._call({"word": "figures"}) as ours:
            packet = _received(ours)
        if packet is None:
            raise gone()
        return unpack_json(packet[1])

    def _call(
        self, said: dict[str, Any], first: tuple[PacketKind, bytes] | None = None
    ) -> socket.socket:
        """Send word to the supervisor; return the socket on which the answer will come.

        A first packet lies there already when a worker gets the other end: it need not wait.
        """
        ours, theirs = socket_pair()
        ours.settimeout(self._longest + GRACE)
        with theirs:
            if first is not None:
                send(ours, *first)
            for pause in (0.05, 0.0):
                with self._lock:
                    if self._sent(pack_json(said), theirs):
                        return ours
                time.sleep(pause)
        ours.close()
        raise gone()

    def _sent(self, word: bytes, theirs: socket.socket) -> bool:
        """Pass an end of a pair on, over a new connection if the last one was lost."""
        try:
            if self._control is None:
                self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                self._control.settimeout(GRACE)
                self._control.connect(str(self.path))
            socket.send_fds(self._control, [word], [theirs.fileno()])
        except OSError:
            self._close()
            return False
        return True

    def close(self) -> None:
        """Let the connection go; it is made again when it is needed."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control = None


def _received(source: socket.socket) -> tuple[PacketKind, bytes] | None:
    """Return the next packet, None where there is none.

    A question that was refused unread first reads as a reset connection, then as the refusal.
    """
    for _ in range(2):
        try:
            return receive(source)
        except ConnectionResetError:
            continue
        except OSError:
            return None
    return None


def begun(packet: tuple[PacketKind, bytes] | None, ours: socket.socket) -> Answer:
    """Return the answer that a packet begins; raise the EngineError that it is instead."""
    if packet is not None and packet[0] is PacketKind.WHOLE:
        stop = 2 + int.from_bytes(packet[1][:2], "big")
        head = unpack_json(packet[1][2:stop])
        return Answer(head["form"], head["media_type"], Whole(packet[1][stop:]))
    if packet is not None and packet[0] is PacketKind.HEAD:
        head = unpack_json(packet[1])
        return Answer(head["form"], head["media_type"], PacketFrames(ours))
    piece_of(packet)
    raise gone()


def _error(body: bytes) -> EngineError:
    said = unpack_json(body)
    error: EngineError = getattr(errors, said["error"])(said["text"], **said["values"])
    error.retry = said.get("retry", 0.0)
    return error


def gone() -> BusyError:
    """Return what a client is told when nobody answers."""
    error = BusyError(worded("Le service des requêtes redémarre : réessayez dans un instant."))
    error.retry = 1.0
    return error
