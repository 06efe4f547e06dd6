from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.engine.remote.address import RemoteAddress
from tests.engines.engines import ENGINES, started
from tests.server.release_fixture import write_release

QUICK = "oxigraph"
DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_release(folder, DIGEST)
    return folder


@pytest.fixture(scope="session")
def store(home: Path) -> ox.Store:
    return ox.Store.read_only(str(home / "current" / "store"))


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(name, marks=() if name == QUICK else pytest.mark.soak) for name in ENGINES
    ],
)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def remote(
    engine: str, store: ox.Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteAddress]:
    with started(engine, store, tmp_path_factory.mktemp(engine)) as address:
        yield address
