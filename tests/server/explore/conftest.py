import os
import subprocess
from pathlib import Path

import pytest

from ontology import prefixes
from server.engine import Engine
from server.explore.facet_data import FacetData, read_facet_data
from server.releases.release import open_release
from tests.site import METIERS


def built(home: Path, *arguments: str) -> Engine:
    """Return the engine of a release that is built of some sources."""
    environ = {**os.environ, "METIERS_HOME": str(home)}
    command = [str(METIERS), "build", *arguments, "--skip-shacl"]
    subprocess.run(command, env=environ, check=True, capture_output=True)
    return open_release((home / "current").resolve(), prefixes()).engine


@pytest.fixture(scope="package")
def seeds_engine(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Engine:
    return built(tmp_path_factory.mktemp("home"), str(seeds / "fiches"), str(seeds / "rome"))


@pytest.fixture(scope="package")
def seeds_facts(seeds_engine: Engine) -> FacetData:
    return read_facet_data(seeds_engine)


@pytest.fixture(scope="package")
def small_facts(home: Path) -> FacetData:
    return read_facet_data(open_release((home / "current").resolve(), prefixes()).engine)
