"""Every page has the bytes that it has on the embedded engine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.engine.remote.address import RemoteAddress
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.same_answers.addresses import asks
from tests.same_answers.answers import Ask

PAGES = ("page", "thing", "drawing", "graph", "linked", "explorer")
"""Kinds of what is asked; the doors of data are tried by the tests of the server."""
DIFFERING = Path(__file__).with_name("differing.json")
"""By engine and by reason, the addresses of pages that differ, and tests of the server."""
DATA = ("/sparql", "/store", "/graph/")


def _application(home: Path, remote: RemoteAddress | None) -> Iterator[Flask]:
    application = create_app(Settings(home=home, remote=remote))
    application.testing = True
    yield application
    application.extensions[EXTENSION].close()


@pytest.fixture(scope="module")
def own(home: Path) -> Iterator[Flask]:
    yield from _application(home, None)


@pytest.fixture(scope="module")
def other(home: Path, remote: RemoteAddress) -> Iterator[Flask]:
    yield from _application(home, remote)


def _answer(application: Flask, ask: Ask) -> tuple[int, bytes]:
    with application.test_client() as client:
        answer = client.open(ask.target, method=ask.method, headers=list(ask.headers))
        return answer.status_code, answer.data


def test_every_page_has_the_same_bytes(engine: str, own: Flask, other: Flask) -> None:
    def fetch(target: str) -> bytes:
        return _answer(own, Ask("", target))[1] or b"<p></p>"

    pages = [
        ask
        for ask in asks(fetch)
        if ask.kind in PAGES and (ask.headers or not ask.target.startswith(DATA))
    ]
    assert len(pages) > 300
    reasons = json.loads(DIFFERING.read_text("utf-8")).get(engine, {})
    told = tuple(each for addresses in reasons.values() for each in addresses)
    differing = [
        ask.target
        for ask in pages
        if _answer(own, ask) != _answer(other, ask) and not ask.target.startswith(told)
    ]
    assert differing == [], "\n".join(differing)
