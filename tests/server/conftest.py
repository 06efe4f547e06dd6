import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.engine.remote.address import RemoteAddress
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.engines.engines import started
from tests.server.release_fixture import write_release
from tests.site import wait_ready

ENGINE = os.environ.get("METIERS_TEST_ENGINE", "")
"""What the pages and the doors of this run are in front of; empty, the embedded engine."""
DIFFERING = Path(__file__).parents[1] / "engines" / "differing.json"
"""By engine and by reason, the tests that ask what its table of differences tells of."""
DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_release(folder, DIGEST)
    return folder


@pytest.fixture(scope="session")
def remote(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteAddress | None]:
    """Start the engine that METIERS_TEST_ENGINE names, if it does, over the release of the home."""
    if not ENGINE:
        yield None
        return
    store = ox.Store.read_only(str(home / "current" / "store"))
    with started(ENGINE, store, tmp_path_factory.mktemp(ENGINE)) as address:
        yield address


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, where an engine is tried, the tests that ask none."""
    if ENGINE:
        idle = [each for each in items if "remote" not in getattr(each, "fixturenames", ())]
        config.hook.pytest_deselected(items=idle)
        items[:] = [each for each in items if each not in idle]
        for reason, tests in json.loads(DIFFERING.read_text("utf-8")).get(ENGINE, {}).items():
            for each in items:
                name = each.nodeid.removeprefix("tests/server/")
                if any(name.startswith(test) for test in tests):
                    each.add_marker(pytest.mark.xfail(reason=reason))


@pytest.fixture(scope="session")
def app(home: Path, remote: RemoteAddress | None) -> Iterator[Flask]:
    application = create_app(Settings(home=home, remote=remote))
    application.testing = True
    yield application
    application.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="package")
def address(home: Path, remote: RemoteAddress | None) -> Iterator[str]:
    """Start `metiers serve` on a free port; give its address, end it by its own pid."""
    environment = {**os.environ, "METIERS_HOME": str(home)} | {
        "METIERS_SECONDS": "20",
        "METIERS_WAIT": "4",
        "METIERS_BUDGET": "0",
    }
    environment |= remote.environment() if remote else {}
    metiers = Path(sys.executable).with_name("metiers")
    process = subprocess.Popen(
        [metiers, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as output:
        found = re.search(r"http://\S+:\d+", output.readline())
        assert found
        wait_ready(f"{found[0]}/health", 90)  # an engine is checked first
        yield found[0]
        process.terminate()
        process.wait(timeout=20)
