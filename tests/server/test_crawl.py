"""From the home page, every link leads somewhere, and nothing is far."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.crawl import expect_near
from tests.site import METIERS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Iterator[FlaskClient]:
    """Give a client of the seeds, fiches and slice of the ROME."""
    home = tmp_path_factory.mktemp("home")
    environ = {**os.environ, "METIERS_HOME": str(home)}
    sources = [str(seeds / "fiches"), str(seeds / "rome")]
    command = [str(METIERS), "build", *sources, "--skip-shacl"]
    subprocess.run(command, env=environ, check=True, capture_output=True)
    app = create_app(Settings(home=home))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_every_link_answers_and_everything_is_within_four_clicks(site: FlaskClient) -> None:
    expect_near(site)
