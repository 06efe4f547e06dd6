import logging
from pathlib import Path
from threading import enumerate as threads

import pytest
from jinja2 import DictLoader, Environment

from ontology import prefixes
from server.browse import byheart
from server.engine import Engine, Row
from server.learning import learn_aside
from server.release import Release, open_release


@pytest.fixture
def release(home: Path) -> Release:
    return open_release((home / "current").resolve(), prefixes())


def _wait() -> None:
    for thread in threads():
        if thread.name == "learning":
            thread.join(20)


def test_what_was_learnt_is_not_read_again(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = Environment(loader=DictLoader({"a.html": "a", "b.txt": "b"}), autoescape=True)
    learn_aside(release, templates)
    _wait()

    def unexpected(self: Engine, query: object, **terms: object) -> list[Row]:
        raise AssertionError(f"{query} {terms} is read again")

    monkeypatch.setattr(type(release.engine), "select", unexpected)
    assert byheart.named(release.engine, "https://w3id.org/metiers-graphe/id/niveau/bac-2")
    assert byheart.metiers(release.engine)


def test_a_release_that_cannot_be_learnt_is_logged_and_serves(
    release: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Engine, query: object, **terms: object) -> list[Row]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(type(release.engine), "select", broken)
    with caplog.at_level(logging.ERROR):
        learn_aside(release, Environment(loader=DictLoader({}), autoescape=True))
        _wait()
    assert "mal apprise" in caplog.text
