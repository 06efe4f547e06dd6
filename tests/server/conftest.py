from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import create_app
from server.settings import Settings
from tests.server.releases import write_release

DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_release(folder, DIGEST)
    return folder


@pytest.fixture(scope="session")
def app(home: Path) -> Flask:
    application = create_app(Settings(home=home))
    application.testing = True
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
