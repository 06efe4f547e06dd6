from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.server.release_fixture import write_release


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder: Path = write_release(tmp_path_factory.mktemp("home"), "a1")
    return ox.Store.read_only(str(folder / "store"))
