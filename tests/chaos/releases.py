"""Releases that switch quickly, or go: what `current` points at is not always one."""

import asyncio
import shutil
from itertools import cycle

from tests.chaos.scene import Scene
from tests.server.release_fixture import point

__all__ = ["DIGESTS", "mispoint", "switch"]

DIGESTS = ("a" * 64, "b" * 64)
_DOOMED = "c" * 64
_PAUSE = 0.1
"""Seconds between two switches: a hundred in ten seconds."""


async def switch(scene: Scene) -> None:
    """Switch from one release to the other and back, ten times a second."""
    for digest in cycle(DIGESTS):
        if not scene.goes_on():
            break
        point(scene.home, digest)
        scene.outcomes["switched"] += 1
        await asyncio.sleep(_PAUSE)
    point(scene.home, DIGESTS[0])


async def mispoint(scene: Scene) -> None:
    """Point at nothing, at a file, at a release that is being deleted; each time back again."""
    releases = scene.home / "releases"
    (releases / "file").write_text("no release")
    for where in cycle(("nothing", "file", _DOOMED)):
        if not scene.goes_on():
            break
        if where == _DOOMED:
            shutil.copytree(releases / DIGESTS[1], releases / _DOOMED)
        point(scene.home, where)
        await asyncio.sleep(scene.chance.uniform(0, 3 * _PAUSE))
        shutil.rmtree(releases / _DOOMED, ignore_errors=True)
        await asyncio.sleep(_PAUSE)
        point(scene.home, DIGESTS[0])
        scene.outcomes[f"at {where[:7]}"] += 1
        await asyncio.sleep(3 * _PAUSE)
