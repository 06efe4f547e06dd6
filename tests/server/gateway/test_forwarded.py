"""Who asks, as the gateway sees it and as the application behind it does."""

import asyncio
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from server import create_app
from server.gateway.forwarded import believed
from server.gateway.gateway import Gateway
from server.settings import Settings
from server.strangers import EXTENSION, client_of


def scope(path: str, *said: str) -> dict[str, Any]:
    return {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "headers": [(b"x-forwarded-for", each.encode()) for each in said], "query_string": b"",
        "client": ("127.0.0.1", 1), "server": ("e", 80),
    }  # fmt: skip


@pytest.fixture
def proxied(home: Path, supervisor: Path) -> Iterator[Flask]:
    app = create_app(Settings(home=home, pool=supervisor, proxies=1))
    app.add_url_rule("/who", "who", lambda: client_of(request.remote_addr or ""))
    yield app
    app.extensions[EXTENSION].close()


def answered(app: Flask, asked: dict[str, Any]) -> tuple[int, bytes]:
    gateway = Gateway(app, app.extensions["current_release"], Settings(proxies=1, cache=0))
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(gateway(asked, receive, send))
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize(
    ("proxies", "said", "seen"),
    [
        (0, ("192.0.2.1",), "127.0.0.1"),
        (1, (), "127.0.0.1"),
        (1, ("192.0.2.1, 192.0.2.2",), "192.0.2.2"),
        (2, ("192.0.2.1", "192.0.2.2"), "192.0.2.1"),
        (2, ("192.0.2.1",), "127.0.0.1"),
        (1, ("192.0.2.1, ",), "127.0.0.1"),
        (1, ('", 192.0.2.1',), "192.0.2.1"),
    ],
)
def test_a_client_is_whom_the_believed_proxies_name(
    proxies: int, said: tuple[str, ...], seen: str
) -> None:
    assert believed(scope("/", *said), proxies)["client"][0] == seen


@pytest.mark.parametrize("opened", ['"', 'x, "y', '10.0.0.1, "\\'])
def test_a_quote_hides_no_client_from_the_application(proxied: Flask, opened: str) -> None:
    said = f"{opened}, 8.8.8.8"
    assert answered(proxied, scope("/who", said)) == (200, b"8.8.8.8")
    assert answered(proxied, scope("/metrics", said))[0] == 403


def test_a_client_without_address_has_a_short_name(proxied: Flask) -> None:
    assert answered(proxied, scope("/who", "x" * 9000)) == (200, b"x" * 64)
