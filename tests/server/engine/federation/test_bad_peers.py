"""Endpoints of ill will, called by real queries: each call ends in its time, others are served."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.app import create_app
from server.engine.federation import broker, http_call
from server.engine.federation.allowlist import read_endpoints
from server.engine.pool.limits import QueryLimits
from server.settings import Settings
from server.sparql.query_pool import EXTENSION
from tests.server.engine.federation.bad_peers import BEHAVIOURS, BadPeer

pytestmark = pytest.mark.server

BOUND = 0.5
"""Seconds of a call, in these tests."""
PROMPT = 4.0
"""Seconds in which what nobody disturbs is answered."""
NAMED = "data.example"


@pytest.fixture(scope="module")
def peer() -> Iterator[BadPeer]:
    with BadPeer() as listening:
        yield listening


@pytest.fixture(scope="module")
def other() -> Iterator[BadPeer]:
    with BadPeer("127.0.0.2") as listening:
        yield listening


@pytest.fixture(scope="module")
def app(home: Path, peer: BadPeer, other: BadPeer) -> Iterator[Flask]:
    port = peer.host.partition(":")[2]
    listed = f"http://{peer.host}/ https://{peer.host}/ http://{other.host}/ http://{NAMED}:{port}/"
    limits = QueryLimits(workers=16, budget=0)
    application = create_app(
        Settings(home=home, services=read_endpoints(listed), limits=limits, threads=64)
    )
    ask(application, f"http://{peer.host}/fine")
    yield application
    application.extensions[EXTENSION].close()


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_call, "SECONDS", BOUND)


def ask(
    app: Flask, iri: str, client: str = "192.0.2.1", silent: str = "", **more: str
) -> TestResponse:
    query = f"SELECT ?x {{ SERVICE {silent} <{iri}> {{ ?s ?p ?x }} }}"
    return app.test_client().get(
        "/sparql",
        query_string={"query": query, **more},
        headers={"Accept": "application/sparql-results+json, application/problem+json"},
        environ_overrides={"REMOTE_ADDR": client},
    )


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize(
    ("scheme", "behaviour"), [*(("http", name) for name in BEHAVIOURS), ("https", "silent")]
)
def test_a_bad_peer_is_an_error_in_its_time(
    app: Flask, peer: BadPeer, scheme: str, behaviour: str
) -> None:
    began = time.monotonic()
    response = ask(app, f"{scheme}://{peer.host}/{behaviour}")
    assert time.monotonic() - began < BOUND + PROMPT
    assert response.status_code == 502
    assert response.json
    assert "point d'accès" in response.json["detail"] or peer.host in response.json["detail"]
    silent = ask(app, f"{scheme}://{peer.host}/{behaviour}", silent="SILENT")
    assert silent.status_code == 200
    assert silent.json
    assert silent.json["results"]["bindings"] == [{}]
    assert ask(app, f"http://{peer.host}/fine").status_code == 200


def test_the_promised_time_is_that_of_the_whole_call(app: Flask, peer: BadPeer) -> None:
    began = time.monotonic()
    response = ask(app, f"http://{peer.host}/slow-head")
    assert http_call.SECONDS - 0.5 < time.monotonic() - began < 11
    assert response.status_code == 502
    assert "10 s" in response.text


def test_an_error_is_told_in_the_language_of_the_client(app: Flask, peer: BadPeer) -> None:
    response = ask(app, f"http://{peer.host}/error", lang="en")
    assert response.json
    assert response.json["detail"] == f"http://{peer.host}/error answers 500"


def test_a_call_is_given_up_with_its_query(app: Flask, peer: BadPeer) -> None:
    before = peer.open["silent"]
    assert ask(app, f"http://{peer.host}/silent", timeout="0.5").status_code == 503
    wait_for(lambda: peer.open["silent"] == before)


def test_a_client_takes_half_of_a_peer_s_places(app: Flask, peer: BadPeer) -> None:
    with crowd(app, peer, {"192.0.2.1": 8}) as called:
        wait_for(lambda: peer.open["silent"] == broker.OF_CLIENT)
        assert_prompt(app, f"http://{peer.host}/fine", "192.0.2.2")
        assert peer.open["silent"] == broker.OF_CLIENT
    assert all(each.result().status_code == 503 for each in called)


def test_a_full_peer_stops_no_call_to_another(
    app: Flask, peer: BadPeer, other: BadPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "WAIT", BOUND)
    with crowd(app, peer, {"192.0.2.1": 4, "192.0.2.2": 4, "192.0.2.3": 2}):
        wait_for(lambda: peer.open["silent"] == broker.OF_PEER)
        assert_prompt(app, f"http://{other.host}/fine", "192.0.2.1")
        refused = ask(app, f"http://{peer.host}/fine", "192.0.2.4")
        assert refused.status_code == 502
        assert "déjà en cours" in refused.text
    assert_prompt(app, f"http://{peer.host}/fine", "192.0.2.4")


@contextmanager
def crowd(
    app: Flask, peer: BadPeer, clients: dict[str, int]
) -> Iterator[list["Future[TestResponse]"]]:
    """Let clients call a peer that says nothing, for five seconds; give their calls."""
    with ThreadPoolExecutor(16) as threads:
        yield [
            threads.submit(ask, app, f"http://{peer.host}/silent", client, timeout="5")
            for client, times in clients.items()
            for _ in range(times)
        ]


def assert_prompt(app: Flask, iri: str, client: str) -> None:
    began = time.monotonic()
    response = ask(app, iri, client)
    assert response.status_code == 200
    assert "de loin" in response.text
    assert time.monotonic() - began < PROMPT


def test_a_name_that_changes_its_address_is_called_where_it_was_judged(
    app: Flask, peer: BadPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["127.0.0.1", "127.0.0.2"]
    name_server(monkeypatch, lambda: [answers.pop(0)])
    monkeypatch.setattr(http_call, "is_public", lambda address: address == "127.0.0.1")
    port = peer.host.partition(":")[2]
    assert "de loin" in ask(app, f"http://{NAMED}:{port}/fine").text
    assert answers == ["127.0.0.2"]
    refused = ask(app, f"http://{NAMED}:{port}/fine")
    assert refused.status_code == 502
    assert "publique" in refused.text


@pytest.mark.usefixtures("brief")
def test_names_that_are_slow_to_be_looked_up_hold_nobody_up(
    app: Flask, peer: BadPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow() -> list[str]:
        time.sleep(3 * BOUND)
        return ["127.0.0.1"]

    name_server(monkeypatch, slow)
    began = time.monotonic()
    port = peer.host.partition(":")[2]
    with ThreadPoolExecutor(4) as threads:
        slow_ones = [threads.submit(ask, app, f"http://{NAMED}:{port}/fine") for _ in range(4)]
        assert_prompt(app, f"http://{peer.host}/fine", "192.0.2.2")
        assert {each.result().status_code for each in slow_ones} == {502}
    assert time.monotonic() - began < BOUND + PROMPT


def name_server(monkeypatch: pytest.MonkeyPatch, addresses: Callable[[], list[str]]) -> None:
    """Let the addresses of a name be what a function says; others are looked up."""
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        if host == NAMED:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses()]
        return real(host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
