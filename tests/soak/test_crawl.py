"""The whole site, on all that the publishers issued: no link is dead, and nothing is far."""

from pathlib import Path

import pytest

from server.app import create_app
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.crawl import expect_near

pytestmark = [pytest.mark.soak, pytest.mark.corpus]


def test_every_link_answers_and_everything_is_within_four_clicks(everything: Path) -> None:
    app = create_app(Settings(home=everything.parent.parent))
    try:
        expect_near(app.test_client())
    finally:
        app.extensions[EXTENSION].close()
