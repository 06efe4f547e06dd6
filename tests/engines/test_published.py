"""A store that `metiers publish` filled is an engine: every page has the bytes that it has here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from loader.publish.graphs import VIEW
from loader.publish.publish import publish
from loader.publish.target import Target, open_target
from loader.release.release_reader import BuiltRelease
from server.engine.remote.address import RemoteAddress
from tests.engines import programs
from tests.engines.pages import application, differing_pages

WHO = {"METIERS_PUBLISH_USER": "dba", "METIERS_PUBLISH_PASSWORD": "dba"}


@contextmanager
def oxigraph(folder: Path) -> Iterator[tuple[str, RemoteAddress]]:
    with programs.oxigraph(folder, command="serve") as address:
        yield address, RemoteAddress(f"{address}/query")


@contextmanager
def virtuoso(folder: Path) -> Iterator[tuple[str, RemoteAddress]]:
    with programs.virtuoso(folder) as running:
        yield running.address, RemoteAddress(f"{running.address}/sparql", VIEW)


class StoppedError(Exception):
    """What stops a publication before its switch."""


def stopped(_: Target, __: list[str]) -> None:
    raise StoppedError


SERVING = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@pytest.mark.parametrize("name", ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.soak)])
def test_what_is_published_is_served(
    name: str, planted: Path, smaller: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another release waits there meanwhile: nobody sees it."""
    with SERVING[name](tmp_path) as (address, remote):
        with open_target(address, WHO) as target:
            publish(BuiltRelease(planted), target, lambda _, __: None)
            monkeypatch.setattr(Target, "update", stopped)
            with pytest.raises(StoppedError):
                publish(BuiltRelease(smaller), target, lambda _, __: None)
        home = planted.parents[1]
        with application(home) as own, application(home, remote) as other:
            differing = differing_pages(name, own, other)
    assert differing == [], "\n".join(differing)
