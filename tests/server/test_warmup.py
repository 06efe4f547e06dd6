import logging
from pathlib import Path
from threading import enumerate as threads

import pytest
from jinja2 import DictLoader, Environment

from ontology import prefixes
from server.browse import name_lookup
from server.engine import Engine, Row
from server.releases.release import Release, open_release
from server.warmup import warm_up_aside


@pytest.fixture
def release(home: Path) -> Release:
    return open_release((home / "current").resolve(), prefixes())


def _wait() -> None:
    for thread in threads():
        if thread.name == "warm-up":
            thread.join(20)


def test_what_was_learnt_is_not_read_again(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = Environment(loader=DictLoader({"a.html": "a", "b.txt": "b"}), autoescape=True)
    warm_up_aside(release, templates)
    _wait()

    def unexpected(self: Engine, query: object, **terms: object) -> list[Row]:
        raise AssertionError(f"{query} {terms} is read again")

    monkeypatch.setattr(type(release.engine), "select", unexpected)
    assert name_lookup.name_of(release.engine, "https://w3id.org/metiers-graphe/id/niveau/bac-2")
    assert name_lookup.metiers(release.engine)


def test_a_release_that_cannot_be_learnt_is_logged_and_serves(
    release: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Engine, query: object, **terms: object) -> list[Row]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(type(release.engine), "select", broken)
    with caplog.at_level(logging.ERROR):
        warm_up_aside(release, Environment(loader=DictLoader({}), autoescape=True))
        _wait()
    assert "mal apprise" in caplog.text
