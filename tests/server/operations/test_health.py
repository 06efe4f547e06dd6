from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings
from tests.server.conftest import DIGEST


def test_a_server_with_a_release_is_ready(client: FlaskClient) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.get_json()["digest"] == DIGEST
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "kind"), [("/health", "application/json"), ("/", "text/html")])
def test_a_server_without_release_says_that_it_waits(tmp_path: Path, path: str, kind: str) -> None:
    client = create_app(Settings(home=tmp_path)).test_client()
    response = client.get(path, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (503, kind)
    assert "Aucune release" in response.get_data(as_text=True) or "starting" in response.text
