"""From the home page, every link leads somewhere, and nothing is far."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.crawl import expect_near


@pytest.fixture(scope="module")
def site(planted: Path) -> Iterator[FlaskClient]:
    """Give a client of the seeds, fiches and slice of the ROME."""
    app = create_app(Settings(home=planted.parent.parent))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_every_link_answers_and_everything_is_within_four_clicks(site: FlaskClient) -> None:
    expect_near(site)
