from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from server.engine.pool.limits import QueryLimits
from tests.server.engine.pool.asking import Ask, Asking, write_store

LIMITS = QueryLimits(
    workers=4, seconds=5, wait=3, queue=16, budget=0, memory=300 << 20, rows=100_000
)


@pytest.fixture(scope="package")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("pool"))


@pytest.fixture(scope="package")
def pool(release: Path) -> Iterator[Asking]:
    """Give a pool whose questions may take five seconds, four at a time."""
    with Asking(LIMITS) as asking:
        asking.prepare(release)
        yield asking


@pytest.fixture
def own(release: Path) -> Iterator[Asking]:
    """Give a pool of two workers that may be harmed."""
    with Asking(replace(LIMITS, workers=2)) as asking:
        asking.prepare(release)
        yield asking


@pytest.fixture
def ask(pool: Asking, release: Path) -> Ask:
    return partial(pool.ask, release=release, client="test")
