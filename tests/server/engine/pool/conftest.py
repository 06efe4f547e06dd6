from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from server.engine.pool.client import Pool
from server.engine.pool.process import SupervisorProcess
from tests.server.engine.pool.asking import Ask, write_store


@pytest.fixture(scope="package")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("pool"))


@pytest.fixture(scope="package")
def pool(release: Path) -> Iterator[Pool]:
    """Give a pool whose questions may take five seconds, four at a time."""
    bounds = {
        "SECONDS": "5",
        "WAIT": "3",
        "QUEUE": "16",
        "BUDGET": "0",
        "MEMORY": str(300 << 20),
        "ROWS": "100000",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in bounds.items():
            patch.setenv(f"METIERS_{name}", value)
        with SupervisorProcess() as supervisor:
            pool = Pool(supervisor.path, 8)
            pool.prepare(release)
            yield pool
            pool.close()


@pytest.fixture
def ask(pool: Pool, release: Path) -> Ask:
    return partial(pool.ask, release=release, client="test")
