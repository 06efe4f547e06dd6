"""Pulls that are killed at random moments, while somebody looks at what serves."""

import os
import random
import shutil
import signal
import subprocess
import time
from itertools import cycle
from pathlib import Path

from tests.loader.pull.origin import says_one_release, watched
from tests.site import METIERS, serving

__all__ = ["kill_pulls"]


def kill_pulls(home: Path, releases: tuple[Path, Path], times: int) -> None:
    """Pull two releases in turn, a process killed at each of some moments.

    What serves is one of the two, whole, at every look; the last try ends well and leaves nothing.
    """
    chance = random.Random(times)
    with serving(releases[0].parents[1]) as first, serving(releases[1].parents[1]) as second:
        _pull(home, first).wait(60)
        start = time.perf_counter()
        assert _pull(home, second).wait(60) == 0
        longest = time.perf_counter() - start
        origins, killed = cycle(((first, releases[0]), (second, releases[1]))), 0
        origin, release = next(origins)
        _forget(home, release)
        with watched(home) as looks:
            for _ in range(times):
                pulling = _pull(home, origin)
                time.sleep(chance.uniform(longest / 4, longest))
                pulling.send_signal(signal.SIGKILL)
                killed += pulling.wait(60) == -signal.SIGKILL
                assert says_one_release(home) in {each.name for each in releases}
                if says_one_release(home) == release.name:
                    origin, release = next(origins)
                    _forget(home, release)
            assert _pull(home, origin).wait(60) == 0
    assert killed > times / 3
    assert set(looks) <= {each.name for each in releases}
    assert says_one_release(home) == release.name
    assert not list((home / "releases").glob(".*"))


def _pull(home: Path, origin: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [METIERS, "pull", origin],
        env={**os.environ, "METIERS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )


def _forget(home: Path, release: Path) -> None:
    """Remove a release that does not serve, so that it must be taken again."""
    (home / "previous").unlink(missing_ok=True)
    gone = (home / "releases" / release.name).rename(home / "releases" / ".building-gone")
    shutil.rmtree(gone)
