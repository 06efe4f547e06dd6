"""A build that is killed, or that runs out of disk, harms nothing and leaves nothing behind."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loader.command import Metiers
from tests.site import METIERS

pytestmark = pytest.mark.soak

KILLS = 50


def _build(home: Path, *sources: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(METIERS), "build", "--skip-shacl", *map(str, sources)],
        env={**os.environ, "METIERS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_builds_killed_at_random_moments(metiers: Metiers, seeds: Path, tmp_path: Path) -> None:
    """Kill a build of changed seeds at 50 moments; the old release answers each time."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for path in (seeds / "fiches").glob("*.md"):
        (sources / path.name).write_bytes(path.read_bytes())
    assert metiers("build", sources, "--skip-shacl", "--edition=onisep-metiers=1").status == 0
    start = time.perf_counter()
    assert _build(metiers.home, sources).wait() == 0
    whole = time.perf_counter() - start
    chance = random.Random(50)
    sheet = (sources / "MET.797.md").read_text("utf-8")
    killed = 0
    for number in range(KILLS):
        (sources / "MET.797.md").write_text(f"{sheet}- n° {number}\n", "utf-8")
        build = _build(metiers.home, sources)
        time.sleep(chance.uniform(0.1, whole))
        build.send_signal(signal.SIGKILL)
        killed += build.wait() == -signal.SIGKILL
        assert metiers("export", "MET.54").status == 0
        assert len(list((metiers.home / "releases").iterdir())) <= 7
    assert killed > KILLS / 2
    assert _build(metiers.home, sources).wait() == 0
    assert not list((metiers.home / "releases").glob(".*"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of 24 MB, or skip where none can be mounted."""
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(mount)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test mount a file system")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def _fill(disk: Path) -> Path:
    """Leave 100 kB of a disk free; return the file that takes the rest."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    (disk / "filler").write_bytes(b"\0" * (free - 100_000))
    return disk / "filler"


def test_a_disk_that_fills_leaves_the_old_release(
    small_disk: Path, seeds: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    (few / "MET.797.md").write_bytes((seeds / "fiches" / "MET.797.md").read_bytes())
    assert _build(small_disk, few).wait() == 0
    old = (small_disk / "current").resolve()
    build = _build(small_disk, seeds / "fiches", seeds / "tables" / "rome")
    while not (small_disk / "releases" / ".building").exists():
        assert build.poll() is None
        time.sleep(0.01)
    build.send_signal(signal.SIGSTOP)
    filler = _fill(small_disk)
    build.send_signal(signal.SIGCONT)
    assert build.wait() == 1
    assert (small_disk / "current").resolve() == old
    assert _build(small_disk, few).wait() == 1  # at once: there is no room
    command = [str(METIERS), "export", "MET.797"]
    environ = {**os.environ, "METIERS_HOME": str(small_disk)}
    assert subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0
    filler.unlink()
    (few / "MET.54.md").write_bytes((seeds / "fiches" / "MET.54.md").read_bytes())
    assert _build(small_disk, few).wait() == 0
    assert (small_disk / "current").resolve() != old
    assert not list((small_disk / "releases").glob(".*"))
