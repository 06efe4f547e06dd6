from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import create_app
from server.engine.pool.process import SupervisorProcess
from server.settings import Settings
from server.strangers import EXTENSION
from tests.server.releases import write_release

DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_release(folder, DIGEST)
    return folder


@pytest.fixture(scope="session")
def supervisor() -> Iterator[Path]:
    """Give the socket of a supervisor for every application of the session."""
    with SupervisorProcess() as process:
        yield process.path


@pytest.fixture(scope="session")
def app(home: Path, supervisor: Path) -> Iterator[Flask]:
    application = create_app(Settings(home=home, pool=supervisor))
    application.testing = True
    yield application
    application.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
