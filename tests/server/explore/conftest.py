from pathlib import Path

import pytest

from server.engine import Engine
from server.explore.facet_data import FacetData, FacetedMetier, read_facet_data
from server.releases.release import open_release


@pytest.fixture(scope="package")
def seeds_engine(planted: Path) -> Engine:
    return open_release(planted).engine


@pytest.fixture(scope="package")
def seeds_facts(seeds_engine: Engine) -> FacetData[FacetedMetier]:
    return read_facet_data(seeds_engine)


@pytest.fixture(scope="package")
def small_facts(home: Path) -> FacetData[FacetedMetier]:
    return read_facet_data(open_release((home / "current").resolve()).engine)
