"""Signals: processes of a server that are killed, or stopped for a while, at random moments."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import psutil

from tests.chaos.connection import ask, get, query
from tests.chaos.scene import NUMBERS, Attack, Scene
from tests.soak.served import Served

__all__ = ["KILLS", "STOPS", "web_processes"]

_PACE = 6.0
"""Seconds in which a blow is dealt, and the server whole again."""
_STOPPED = (0.5, 2.5)
"""Seconds for which a process is stopped."""
_LOOK = 0.05
"""Seconds between two looks for a process of the kind that is to be struck."""
_HEAVY_CLIENTS = 4
_LATEST = 20.0

Choice = Callable[[Served], list[psutil.Process]]
Blow = Callable[[Scene, psutil.Process], Awaitable[None]]


def web_processes(server: Served) -> list[psutil.Process]:
    """Return the processes that listen, but for the first of all."""
    return [
        each
        for each in server.process.children()
        if any(found.status == psutil.CONN_LISTEN for found in each.net_connections("tcp"))
    ]


def _workers(server: Served, busy: bool) -> list[psutil.Process]:
    """Return the workers: a heavy query makes way for others, which its niceness shows."""
    web = web_processes(server)
    return [
        each
        for each in server.process.children()
        if each not in web and (each.nice() > server.process.nice()) is busy
    ]


def _forker(server: Served) -> list[psutil.Process]:
    return [server.process]


_KINDS: dict[str, Choice] = {
    "web": web_processes,
    "idle worker": partial(_workers, busy=False),
    "busy worker": partial(_workers, busy=True),
}


async def _ask_heavily(scene: Scene) -> None:
    text = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER(?f != {next(NUMBERS)}) }}"
    await scene.once(query(text, more="&timeout=1.5"), f"127.0.0.{scene.chance.randrange(3, 9)}")


async def _strike(scene: Scene, choose: Choice, blow: Blow) -> None:
    """Deal so many blows as there is time for, at random moments, each once the server is whole."""
    web = len(web_processes(scene.server))
    wanted = max(1, round(scene.seconds / _PACE))
    latest = time.monotonic() + max(scene.seconds, _LATEST)
    while scene.outcomes["struck"] < wanted:
        await asyncio.sleep(scene.chance.uniform(0.1, 2.0))
        try:
            while not (victims := choose(scene.server)) and time.monotonic() < latest:
                await asyncio.sleep(_LOOK)
            if time.monotonic() > latest:
                scene.faults.append(f"{scene.outcomes['struck']} blows landed of {wanted}")
                return
            await blow(scene, scene.chance.choice(victims))
        except psutil.NoSuchProcess:
            continue
        scene.outcomes["struck"] += 1
        scene.recovery = max(scene.recovery, await _recovery(scene, web))


async def _recovery(scene: Scene, web: int) -> float:
    """Return the seconds until the web processes are all there, and the server says to be ready."""
    began = time.monotonic()
    while (taken := time.monotonic() - began) < _LATEST:
        try:
            async with asyncio.timeout(2):
                ready = await ask(scene.server.address, get("/health"), "127.0.0.9") == 200
            if ready and len(web_processes(scene.server)) == web:
                return taken
        except (OSError, EOFError, psutil.NoSuchProcess):
            pass
        await asyncio.sleep(0.05)
    scene.faults.append(f"not whole {_LATEST:g} s after a signal")
    return taken


async def _kill(_: Scene, victim: psutil.Process) -> None:
    victim.send_signal(signal.SIGKILL)


async def _stop(scene: Scene, victim: psutil.Process) -> None:
    victim.send_signal(signal.SIGSTOP)
    await asyncio.sleep(scene.chance.uniform(*_STOPPED))
    with suppress(psutil.NoSuchProcess):  # the pool may have ended it meanwhile
        victim.send_signal(signal.SIGCONT)


async def _under_load(scene: Scene, choose: Choice, blow: Blow) -> None:
    heavy = asyncio.ensure_future(scene.crowd(_HEAVY_CLIENTS, _ask_heavily))
    await _strike(scene, choose, blow)
    scene.end()
    await heavy


def _each(blow: Blow, kinds: dict[str, Choice]) -> dict[str, Attack]:
    return {name: partial(_under_load, choose=choose, blow=blow) for name, choose in kinds.items()}


KILLS = _each(_kill, _KINDS)
STOPS = _each(_stop, {**_KINDS, "forker": _forker})
