"""Publications that are killed at random moments, while clients ask what answers."""

import os
import random
import signal
import subprocess
import time
from itertools import cycle
from pathlib import Path

from tests.engines.programs import oxigraph
from tests.loader.publish.stores import ask, exact, readers
from tests.site import METIERS

__all__ = ["kill_publications", "waiting_graphs"]

_GRAPHS = "SELECT ?g { GRAPH ?g {} FILTER(STRSTARTS(STR(?g), 'urn:metiers:')) }"


def kill_publications(folder: Path, releases: tuple[Path, Path], times: int) -> None:
    """Publish two releases in turn, a process killed at each of some moments.

    The store answers one of the two, to the quad, at each of them, and readers see no mixture; the
    last try ends well, and nothing waits in the store.
    """
    chance = random.Random(times)
    folder.mkdir()
    with oxigraph(folder, command="serve") as store:
        assert _publish(releases[0], store).wait(120) == 0
        start = time.perf_counter()
        assert _publish(releases[1], store).wait(120) == 0
        longest = time.perf_counter() - start
        targets, killed = cycle(releases), 0
        release = next(targets)
        with readers(store, *releases):
            for _ in range(times):
                publishing = _publish(release, store)
                time.sleep(chance.uniform(longest / 4, longest))
                publishing.send_signal(signal.SIGKILL)
                killed += publishing.wait(60) == -signal.SIGKILL
                assert exact(store) in {each.name for each in releases}
                if exact(store) == release.name:
                    release = next(targets)
            assert _publish(release, store).wait(120) == 0
        assert exact(store) == release.name
        assert waiting_graphs(store) == ["urn:metiers:publication"]
    assert killed > times / 3


def waiting_graphs(store: str) -> list[str]:
    """Return the graphs of a store that are of no release."""
    return [graph for (graph,) in ask(store, _GRAPHS)]


def _publish(release: Path, store: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [METIERS, "publish", store],
        env={**os.environ, "METIERS_HOME": str(release.parents[1])},
        stdout=subprocess.DEVNULL,
    )
