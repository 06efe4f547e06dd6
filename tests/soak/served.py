"""`metiers serve` as a user starts it, and what all of its processes hold."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.site import wait_ready

__all__ = ["SETTLED", "Held", "Served", "served"]

SETTLED = 6.0
"""Seconds in which idle connections are closed, and free memory is given back."""
_METIERS = Path(sys.executable).with_name("metiers")


@dataclass(frozen=True)
class Held:
    """Processes, the files that each has open, in ascending order; megabytes (PSS), threads."""

    files: tuple[int, ...]
    memory: float
    threads: int

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len(self.files)


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str
    process: psutil.Process

    def held(self) -> Held:
        """Return what the server holds now."""
        files, memory, threads = [], 0, 0
        for each in (self.process, *self.process.children(recursive=True)):
            try:
                files.append(each.num_fds())
                memory += each.memory_full_info().pss
                threads += each.num_threads()
            except psutil.NoSuchProcess:  # a zombie among them has no file, but counts
                continue
        return Held(tuple(sorted(files)), memory / 1e6, threads)

    def held_at_rest(self, like: Held, seconds: float = 20.0) -> Held:
        """Return what it holds once it is like it was, or when the time is over."""
        deadline = time.monotonic() + seconds
        while True:
            now = self.held()
            as_before = now.processes == like.processes and sum(now.files) <= sum(like.files)
            if as_before or time.monotonic() > deadline:
                return now
            time.sleep(0.5)


@contextmanager
def served(home: Path, files: str = "", temporary: str = "", **settings: str) -> Iterator[Served]:
    """Serve a home with METIERS_* settings; end the server and see that no process outlives it.

    `files` is how many each process may have open, where it is not what is usual; `temporary` the
    folder of its temporary files, where it is one of its own.
    """
    named = {f"METIERS_{name.upper()}": value for name, value in settings.items()}
    if temporary:
        named["TMPDIR"] = temporary
    bound = f"ulimit -n {files}; " if files else ""
    process = psutil.Popen(
        ["sh", "-c", f'{bound}exec "$0" serve --port 0', str(_METIERS)],
        env={**os.environ, "METIERS_HOME": str(home), **named},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process.stdout as output:
        found = re.search(r"http://\S+:\d+", output.readline())
        assert found
        try:
            wait_ready(f"{found[0]}/health")
            yield Served(found[0], process)
        finally:
            family = [process, *process.children(recursive=True)]
            process.terminate()
            _, left = psutil.wait_procs(family, 40)
            for each in left:
                each.kill()
            process.wait(10)
    assert not left
