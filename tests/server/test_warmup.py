import logging
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from server.browse import name_lookup
from server.engine import Engine, Row
from server.releases.release import Release, open_release
from server.warmup import warm_up


@pytest.fixture
def release(home: Path) -> Release:
    return open_release((home / "current").resolve())


def test_what_was_learnt_is_not_read_again(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = Environment(loader=DictLoader({"a.html": "a", "b.txt": "b"}), autoescape=True)
    warm_up(release, templates)

    def unexpected(self: Engine, query: object, **terms: object) -> list[Row]:
        raise AssertionError(f"{query} {terms} is read again")

    monkeypatch.setattr(type(release.engine), "select", unexpected)
    assert name_lookup.name_of(release.engine, "https://w3id.org/metiers-graphe/id/niveau/bac-2")


def test_a_release_that_cannot_be_learnt_is_logged_and_serves(
    release: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Engine, query: object, **terms: object) -> list[Row]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(type(release.engine), "select", broken)
    with caplog.at_level(logging.ERROR):
        warm_up(release, Environment(loader=DictLoader({}), autoescape=True))
        assert "mal apprise" in caplog.text
