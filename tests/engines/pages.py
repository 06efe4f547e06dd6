"""Pages of two engines side by side, and the differences that are told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from server.app import create_app
from server.engine.remote.address import RemoteAddress
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.same_answers.addresses import asks
from tests.same_answers.answers import Ask

__all__ = ["application", "differing_pages"]

PAGES = ("page", "thing", "drawing", "graph", "linked", "explorer")
"""Kinds of what is asked; the doors of data are tried by the tests of the server."""
DATA = ("/sparql", "/store", "/graph/")
DIFFERING = Path(__file__).with_name("differing.json")
"""By engine and by reason, the addresses of pages that differ, and tests of the server."""


@contextmanager
def application(home: Path, remote: RemoteAddress | None = None) -> Iterator[Flask]:
    """Give the application on the release of a home, and on an engine, checked, if there is one."""
    site = create_app(Settings(home=home, remote=remote))
    site.testing = True
    yield site
    site.extensions[EXTENSION].close()


def differing_pages(engine: str, own: Flask, other: Flask) -> list[str]:
    """Return the pages that differ from our own, bar what is told of an engine."""
    pages = [
        ask
        for ask in asks(lambda target: _answer(own, Ask("", target))[1] or b"<p></p>")
        if ask.kind in PAGES and (ask.headers or not ask.target.startswith(DATA))
    ]
    assert len(pages) > 300
    reasons = json.loads(DIFFERING.read_text("utf-8")).get(engine, {})
    told = tuple(each for addresses in reasons.values() for each in addresses)
    return [
        ask.target
        for ask in pages
        if _answer(own, ask) != _answer(other, ask) and not ask.target.startswith(told)
    ]


def _answer(site: Flask, ask: Ask) -> tuple[int, bytes]:
    with site.test_client() as client:
        answer = client.open(ask.target, method=ask.method, headers=list(ask.headers))
        return answer.status_code, answer.data
