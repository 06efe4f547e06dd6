"""Calls of one question, through a worker without network, to a server that says what it heard."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import create_app
from server.engine.errors import PeerError
from server.engine.federation import service_calls
from server.engine.federation.allowlist import read_endpoints
from server.engine.federation.peer_results import ACCEPT
from server.engine.federation.service_calls import CALLS
from server.engine.federation.value_blocks import BLOCK
from server.engine.pool.limits import QueryLimits
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

pytestmark = pytest.mark.server

DATA = "".join(f"<http://x/{number}> <http://x/p> {number % 10} .\n" for number in range(3000))
FORM = "application/x-www-form-urlencoded"


class FormPeer(BaseHTTPRequestHandler):
    """An endpoint that takes forms only, as Virtuoso does, and fares as its path says."""

    store: ox.Store
    heard: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        assert (self.headers["Content-Type"], self.headers["Accept"]) == (FORM, ACCEPT)
        (query,) = parse_qs(body, strict_parsing=True)["query"]
        type(self).heard.append(query)
        if self.path == "/blank":
            row = {"x": {"type": "bnode", "value": "b0"}}
            said = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [row]}}).encode()
        else:
            found = self.store.query(query)
            assert isinstance(found, ox.QuerySolutions)
            said = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        self.send_response(500 if self.path == "/dead" else 200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    FormPeer.store, FormPeer.heard = ox.Store(), []
    FormPeer.store.load(DATA.encode(), ox.RdfFormat.TURTLE)
    with ThreadingHTTPServer(("127.0.0.1", 0), FormPeer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def app(home: Path, peer: str) -> Iterator[Flask]:
    limits = QueryLimits(workers=2, budget=0)
    application = create_app(Settings(home=home, services=read_endpoints(peer), limits=limits))
    yield application
    application.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    FormPeer.heard = []
    return app.test_client()


def ask(client: FlaskClient, query: str, accept: str = "") -> TestResponse:
    accept = accept or "application/sparql-results+json, application/problem+json"
    return client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})


def values(count: int) -> str:
    return " ".join(f"<http://x/{number}>" for number in range(count))


def test_a_long_list_goes_in_blocks_and_comes_back_as_one(client: FlaskClient, peer: str) -> None:
    inner = f"VALUES ?s {{ {values(1234)} }} ?s <http://x/p> ?o FILTER(?o < 7)"
    response = ask(client, f"SELECT * {{ SERVICE <{peer}/> {{ {inner} }} }}")
    assert response.json
    found = {row["s"]["value"] for row in response.json["results"]["bindings"]}
    assert found == {f"http://x/{number}" for number in range(1234) if number % 10 < 7}
    assert len(FormPeer.heard) == -(-1234 // BLOCK)


def test_what_counts_or_cuts_is_asked_at_once(client: FlaskClient, peer: str) -> None:
    inner = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?s {{ {values(200)} }} ?s ?p ?o }}"
    response = ask(client, f"SELECT * {{ SERVICE <{peer}/> {{ {inner} }} }}")
    assert response.json
    assert response.json["results"]["bindings"][0]["n"]["value"] == "200"
    assert len(FormPeer.heard) == 1


def test_the_same_is_asked_once_whatever_the_rows(client: FlaskClient, peer: str) -> None:
    rows = "VALUES ?n { 1 2 3 4 5 6 7 8 }"
    inner = f"SERVICE <{peer}/> {{ <http://x/3> <http://x/p> ?n }}"
    response = ask(client, f"SELECT ?n {{ {rows} LATERAL {{ {inner} }} }}")
    assert response.json
    assert len(response.json["results"]["bindings"]) == 1
    assert len(FormPeer.heard) == 1


def test_a_question_calls_so_often_and_no_oftener(client: FlaskClient, peer: str) -> None:
    inner = f"VALUES ?s {{ {values(CALLS * BLOCK + 1)} }} ?s <http://x/p> ?o"
    response = ask(client, f"SELECT * {{ SERVICE <{peer}/> {{ {inner} }} }}")
    assert response.status_code == 502
    assert f"plus de {CALLS} fois" in response.text
    assert len(FormPeer.heard) == CALLS


def test_what_silent_has_hidden_is_a_warning(client: FlaskClient, peer: str) -> None:
    query = f"SELECT * {{ SERVICE SILENT <{peer}/dead> {{ ?s ?p ?o }} }}"
    response = ask(client, query)
    assert response.headers["Warning"].startswith(f'299 - "{peer}/dead r?pond 500')
    assert response.json
    assert response.json["results"]["bindings"] == [{}]
    assert f"{peer}/dead répond 500" in ask(client, query, "text/html").text
    both = f"SELECT * {{ SERVICE SILENT <{peer}/dead> {{ ?s ?p ?o }} SERVICE <{peer}/> {{}} }}"
    assert len(ask(client, both).headers.getlist("Warning")) == 1


def slowly(iri: str, text: str) -> bytes:
    time.sleep(0.2)
    return b"{}"


def test_a_slow_endpoint_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = service_calls.ServiceCalls("/nowhere", "c")
    monkeypatch.setattr(service_calls, "SLOW", 0.1)
    monkeypatch.setattr(calls, "_called", slowly)
    assert calls.answer("http://a/", "SELECT * WHERE { }") == b"{}"
    assert [str(note) for note in calls.notes] == ["http://a/ a mis 0.2 s à répondre"]


def test_blank_nodes_of_two_answers_are_not_the_same(client: FlaskClient, peer: str) -> None:
    query = (
        f"SELECT * {{ SERVICE <{peer}/blank> {{ ?x ?p 1 }} SERVICE <{peer}/blank> {{ ?x ?p 2 }} }}"
    )
    response = ask(client, query)
    assert response.json
    assert response.json["results"]["bindings"] == []
    assert len(FormPeer.heard) == 2


def test_without_a_broker_there_is_a_reason() -> None:
    with pytest.raises(PeerError, match="aucun point d'accès"):
        service_calls.ServiceCalls("/nowhere", "c").answer("http://a/", "SELECT * WHERE { }")
