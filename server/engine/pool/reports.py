"""What a process of the site tells the supervisor of the lanes it holds, and hears from it."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from server.engine.pool.packets import PIECE, pack_json, socket_pair, unpack_json

__all__ = ["Reports"]

_ROUND = 0.5
"""Seconds between two reports of what brief questions have used."""
_MOST = 100
"""Clients of one report: it must fit into a packet."""


class Reports:
    """A connection to the supervisor on `path`, made when it is needed, again when it was lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._control: socket.socket | None = None
        self._charges: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()
        self._refused: dict[str, float] = {}
        self._round: asyncio.Task[None] | None = None

    def borrow(self, name: str, release: Path) -> socket.socket | None:
        """Ask for a worker; return the socket it will answer on, None if nobody hears."""
        return self._call({"word": "lane", "lane": name, "release": str(release)})

    def promote(self, report: Mapping[str, Any]) -> bool:
        """Say that a lane has a question that is not brief; return whether that was heard."""
        return self._send(pack_json(report), [])

    async def confirm(self, report: Mapping[str, Any]) -> bool:
        """Say the same, and return whether the supervisor lets the question go on."""
        return bool((await self._told(report)).get("on"))

    def charge(self, client: str, seconds: float) -> None:
        """Note a brief question; the supervisor is told of it within a round."""
        self._charges[client] += seconds  # type: ignore[assignment]
        self._answered[client] += 1
        if self._round is None:
            self._round = asyncio.get_running_loop().create_task(self._rounds())

    def refuses(self, client: str) -> bool:
        """Return whether a client has used up its budget, so that the supervisor is to tell it."""
        until = self._refused.get(client)
        return until is not None and time.monotonic() < until

    def close(self) -> None:
        """Let the connection go."""
        if self._round is not None:
            self._round.cancel()
            self._round = None
        self._disconnect()

    async def _rounds(self) -> None:
        while self._charges:
            await asyncio.sleep(_ROUND)
            clients = list(self._charges)[:_MOST]
            charges = {client: self._charges.pop(client) for client in clients}
            answered = sum(self._answered.pop(client) for client in clients)
            now = time.monotonic()
            self._refused = {name: end for name, end in self._refused.items() if end > now}
            waits = await self._told({"word": "charge", "charges": charges, "answered": answered})
            self._refused |= {client: now + wait for client, wait in waits.items()}
        self._round = None

    async def _told(self, report: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the supervisor answers to a report, nothing where it does not."""
        ours = self._call(report)
        if ours is None:
            return {}
        with ours, suppress(OSError, TimeoutError):
            ours.setblocking(False)
            async with asyncio.timeout(_ROUND):
                packet = await asyncio.get_running_loop().sock_recv(ours, PIECE)
            return unpack_json(packet[1:]) if packet else {}
        return {}

    def _call(self, said: Mapping[str, Any]) -> socket.socket | None:
        try:
            ours, theirs = socket_pair()
        except OSError:
            return None
        with theirs:
            if self._send(pack_json(said), [theirs.fileno()]):
                return ours
        ours.close()
        return None

    def _send(self, word: bytes, files: list[int]) -> bool:
        try:
            if self._control is None:
                self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                self._control.connect(str(self._path))
                self._control.setblocking(False)
            socket.send_fds(self._control, [word], files)
        except OSError:
            self._disconnect()
            return False
        return True

    def _disconnect(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control = None
