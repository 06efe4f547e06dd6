"""Disks that are full: the temporary folder of a server, its home, or both, have no byte left."""

import asyncio
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.chaos.crowds import LEAVING, MIXTURES
from tests.chaos.scene import Scene
from tests.chaos.signals import web_processes

__all__ = ["full", "tiny_disk"]

_SIZE = 96
"""Megabytes of a disk."""


@contextmanager
def tiny_disk(where: Path) -> Iterator[bool]:
    """Mount a small file system in a folder; say whether this machine permits it."""
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}m", "tmpfs", str(where)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


async def full(scene: Scene) -> None:
    """Fill the disk of the home and let answers be read slowly; a web process is begun anew."""
    filler = scene.home / "filler"
    _fill(filler) if os.path.ismount(scene.home.parent) else _forbid_files(scene)
    victim = scene.chance.choice(web_processes(scene.server))
    asyncio.get_running_loop().call_later(scene.seconds / 2, victim.kill)
    await asyncio.gather(MIXTURES["slow readers"](scene), LEAVING["a tenth leaves"](scene))
    filler.unlink(missing_ok=True)


def _fill(filler: Path) -> None:
    """Write until there is no room, small pieces at the end."""
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def _forbid_files(scene: Scene) -> None:
    """Let no process of the server write to a file, where no file system can be mounted."""
    for each in (scene.server.process, *scene.server.process.children(recursive=True)):
        psutil.Process(each.pid).rlimit(resource.RLIMIT_FSIZE, (0, 0))
