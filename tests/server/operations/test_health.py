import time
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings
from tests.server.conftest import DIGEST
from tests.site import serving


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


def test_once_a_server_is_ready_the_first_page_is_quick(planted: Path) -> None:
    """The first pages of every process take no more than ten times what later ones do."""
    with serving(planted.parent.parent) as address:
        first = [_seconds(f"{address}{page}?n={n}") for n in range(4) for page in PAGES]
        later = [_seconds(f"{address}{page}?n={n + 9}") for n in range(4) for page in PAGES]
    assert max(first) < 0.25 + 10 * sorted(later)[len(later) // 2]


PAGES = ("/", "/doc/metier/MET.797", "/explorer", "/metiers")


def _seconds(url: str) -> float:
    start = time.perf_counter()
    with urllib.request.urlopen(url) as page:
        page.read()
    return time.perf_counter() - start
