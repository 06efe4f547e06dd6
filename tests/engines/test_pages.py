"""Every page has the bytes that it has on the embedded engine."""

from pathlib import Path

from server.engine.remote.address import RemoteAddress
from tests.engines.pages import application, differing_pages


def test_every_page_has_the_same_bytes(engine: str, home: Path, remote: RemoteAddress) -> None:
    with application(home) as own, application(home, remote) as other:
        differing = differing_pages(engine, own, other)
    assert differing == [], "\n".join(differing)
