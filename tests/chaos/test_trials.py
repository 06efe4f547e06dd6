"""Each kind of harm, tried on a server: others are answered, and nothing is left over."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.chaos.disks import tiny_disk
from tests.chaos.releases import DIGESTS
from tests.chaos.report import columns
from tests.chaos.trials import BRIEF, PLAIN, TRIALS, Stage, Trial, attempt, warm
from tests.server.release_fixture import point, write_release
from tests.soak.served import Served, served

pytestmark = pytest.mark.server

_WARM, _WARM_BRIEF = 8.0, 2.0


@pytest.fixture(scope="module")
def deaf() -> Iterator[str]:
    """Give an endpoint that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"


@contextmanager
def _served(stage: Stage, seeds: Path, folder: Path, deaf: str) -> Iterator[tuple[Served, Path]]:
    """Serve what a stage says; nothing is left in the temporary folder of its own."""
    disk, temporary = folder / "disk", folder / "disk" / "temporary"
    with ExitStack() as stack:
        if stage.home == "full disk":
            stack.enter_context(tiny_disk(disk))
        temporary.mkdir(parents=True)
        home = _home(stage, seeds, disk / "home")
        with served(home, str(temporary), services=deaf, **stage.settings) as server:
            yield server, home
        assert [*temporary.iterdir()] == []


def _home(stage: Stage, seeds: Path, own: Path) -> Path:
    if stage.home == "seeds":
        return seeds
    for digest in DIGESTS:
        write_release(own, digest)
    if stage.home == "full disk":
        shutil.rmtree(own / "releases" / DIGESTS[1])
    point(own, DIGESTS[0])
    return own


@pytest.fixture(scope="module")
def plain(
    planted: Path, deaf: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    """Serve what most trials are held on."""
    with _served(PLAIN, planted.parent.parent, tmp_path_factory.mktemp("plain"), deaf) as found:
        warm(*found, deaf, _WARM_BRIEF)
        yield found


@pytest.fixture
def run(
    request: pytest.FixtureRequest,
    planted: Path,
    tmp_path: Path,
    deaf: str,
    record_property: Callable[[str, object], None],
) -> Callable[[Trial, bool], list[str]]:
    """Give what holds a trial, in full or in brief, and returns what is wrong."""

    def hold(trial: Trial, whole: bool) -> list[str]:
        with ExitStack() as stack:
            if trial.stage is PLAIN:
                server, home = request.getfixturevalue("plain")
            else:
                served = _served(trial.stage, planted.parent.parent, tmp_path, deaf)
                server, home = stack.enter_context(served)
                warm(server, home, deaf, _WARM if whole else _WARM_BRIEF)
            outcome = attempt(trial, server, home, deaf, whole)
            record_property("chaos", columns(trial, outcome))
            return outcome.faults(trial, whole)

    return hold


@pytest.mark.parametrize("trial", [each for each in TRIALS if each.name in BRIEF], ids=str)
def test_in_brief(trial: Trial, run: Callable[[Trial, bool], list[str]]) -> None:
    assert run(trial, False) == []


@pytest.mark.soak
@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_in_full(trial: Trial, run: Callable[[Trial, bool], list[str]]) -> None:
    assert run(trial, True) == []


def test_nothing_outlives_the_forker(planted: Path, deaf: str, tmp_path: Path) -> None:
    with served(planted.parent.parent, str(tmp_path), services=deaf) as server:
        family = server.process.children(recursive=True)
        server.process.kill()
        _, left = psutil.wait_procs(family, 10)
    assert left == []
    assert [*tmp_path.iterdir()] == []
