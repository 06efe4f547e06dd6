import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.server.release_fixture import write_release

DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_release(folder, DIGEST)
    return folder


@pytest.fixture(scope="session")
def app(home: Path) -> Iterator[Flask]:
    application = create_app(Settings(home=home))
    application.testing = True
    yield application
    application.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="package")
def address(home: Path) -> Iterator[str]:
    """Start `metiers serve` on a free port; give its address, end it by its own pid."""
    environment = {**os.environ, "METIERS_HOME": str(home)} | {
        "METIERS_SECONDS": "20",
        "METIERS_WAIT": "4",
        "METIERS_BUDGET": "0",
    }
    metiers = Path(sys.executable).with_name("metiers")
    process = subprocess.Popen(
        [metiers, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as output:
        found = re.search(r"http://\S+:\d+", output.readline())
        assert found
        yield found[0]
        process.terminate()
        process.wait(timeout=20)
