"""From the home page, every link leads somewhere, and nothing is far."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server import create_app
from server.settings import Settings
from server.strangers import EXTENSION
from tests.crawl import Fetched, crawl
from tests.site import METIERS

_FAR = 4
"""Clicks within which everything is reached."""
_KINDS = ("metier", "formation", "rome/v3")


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
    def fetch(address: str) -> Fetched:
        with site.get(address, headers={"Accept": "text/html"}) as response:
            is_page = response.mimetype == "text/html"
            return Fetched(response.status_code, response.data if is_page else b"")

    found = crawl(fetch, "/", lambda address, _: not _is_computed(address))
    assert found.faults == []
    for kind in _KINDS:
        rows = site.get("/sitemap.xml").text.split(f"/doc/{kind}/")[1:]
        things = {f"/doc/{kind}/{row.partition('<')[0]}" for row in rows}
        assert len(things) > 50
        far = {thing for thing in things if found.clicks.get(thing, 99) > _FAR}
        assert far == set()


def _is_computed(address: str) -> bool:
    """Return whether an address is one of very many that a page makes up from choices."""
    return address.startswith(("/explorer?", "/sparql?", "/pourquoi?"))
