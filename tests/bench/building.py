"""Seconds and memory from files to a release that serves."""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from tests.bench.corpus import Files


def measure(files: Files) -> Iterator[tuple[str, str]]:
    """Yield the wall time of whole commands, interpreter start included, and the peak memory."""
    for name, options in (("without SHACL", ("--skip-shacl",)), ("with SHACL", ())):
        seconds, peak = _build(files, options)
        yield f"build {name}, seconds", f"{seconds:.1f}"
        yield f"build {name}, peak memory of all its processes, MB", f"{peak / 2**20:.0f}"


def _build(files: Files, options: tuple[str, ...]) -> tuple[float, int]:
    with tempfile.TemporaryDirectory() as home:
        seconds, _, peak = watched(Path(home), files.sources, (*files.options, *options))
        return seconds, peak


def watched(
    home: Path, sources: Sequence[Path], options: Sequence[str]
) -> tuple[float, float, int]:
    """Build a release into a home; give its seconds, those of processor, and its peak in bytes."""
    metiers = str(Path(sys.executable).parent / "metiers")
    start, before = time.perf_counter(), _processor()
    build = subprocess.Popen(
        [metiers, "build", *map(str, sources), *options],
        env={**os.environ, "METIERS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peaks = [0]
    watcher = threading.Thread(target=_watch, args=(build, peaks))
    watcher.start()
    status = build.wait()
    seconds = time.perf_counter() - start
    watcher.join()
    if status:
        raise SystemExit(f"the build exited {status}")
    return seconds, _processor() - before, max(peaks)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(build: "subprocess.Popen[bytes]", peaks: list[int]) -> None:
    process = psutil.Process(build.pid)
    while build.poll() is None:
        try:
            family = [process, *process.children(recursive=True)]
            peaks.append(sum(each.memory_info().rss for each in family))
        except psutil.NoSuchProcess:
            return
        time.sleep(0.05)
