"""A query that calls another endpoint, through a worker without network."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import create_app
from server.engine.federation.allowlist import read_endpoints
from server.engine.federation.broker import broker_folder, remove_folders
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

RESULT = {
    "head": {"vars": ["x"]},
    "results": {"bindings": [{"x": {"type": "literal", "value": "de loin"}}]},
}


class Elsewhere(BaseHTTPRequestHandler):
    """An endpoint that behaves as its path says."""

    asked: list[bytes]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        type(self).asked.append(self.rfile.read(length))
        behaviour = self.path.removeprefix("/sparql")
        body = json.dumps(RESULT).encode()
        self.send_response({"/error": 500, "/away": 307, "/near": 307}.get(behaviour, 200))
        if behaviour == "/away":
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        if behaviour == "/near":
            self.send_header("Location", f"http://{self.headers['Host']}/sparql/fine")
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    Elsewhere.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


@pytest.fixture(scope="module")
def client(home: Path, elsewhere: str) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=home, services=read_endpoints(elsewhere)))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def ask(client: FlaskClient, query: str) -> TestResponse:
    headers = {"Accept": "application/sparql-results+json, application/problem+json"}
    return client.get("/sparql", query_string={"query": query}, headers=headers)


def test_a_listed_endpoint_is_called(client: FlaskClient, elsewhere: str) -> None:
    response = ask(client, f"SELECT ?x {{ SERVICE <{elsewhere}> {{ ?s ?p ?x }} }}")
    assert response.status_code == 200
    assert "de loin" in response.text


def test_columns_of_a_star_come_in_order_and_the_call_is_made_once(
    client: FlaskClient, elsewhere: str
) -> None:
    asked = len(Elsewhere.asked)
    text = f"SELECT * {{ SERVICE SILENT <{elsewhere}> {{ ?z ?p ?x }} BIND(1 AS ?a) }}"
    assert ask(client, text).json["head"]["vars"] == ["z", "p", "x", "a"]  # type: ignore[index]
    assert len(Elsewhere.asked) == asked + 1


def test_a_redirect_within_the_list_is_followed(client: FlaskClient, elsewhere: str) -> None:
    response = ask(client, f"SELECT ?x {{ SERVICE <{elsewhere}/near> {{ ?s ?p ?x }} }}")
    assert "de loin" in response.text


@pytest.mark.parametrize("behaviour", ["error", "away"])
def test_an_endpoint_that_fails_fails_the_query(
    client: FlaskClient, elsewhere: str, behaviour: str
) -> None:
    query = f"SELECT ?x {{ SERVICE <{elsewhere}/{behaviour}> {{ ?s ?p ?x }} }}"
    assert ask(client, query).status_code >= 500
    silent = ask(client, query.replace("SERVICE", "SERVICE SILENT"))
    assert silent.status_code == 200


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?x }",
        "SERVICE <http://localhost/sparql> { ?s ?p ?x }",
        "SERVICE SILENT <http://169.254.169.254/> { ?s ?p ?x }",
        "BIND(<http://127.0.0.1:1/> AS ?e) SERVICE ?e { ?s ?p ?x }",
    ],
)
def test_what_is_not_listed_is_refused(client: FlaskClient, clause: str) -> None:
    response = ask(client, f"SELECT ?x {{ {clause} }}")
    assert response.status_code == 403
    assert response.json
    assert "SERVICE" in response.json["detail"]


def test_how_the_endpoints_fare_is_known(client: FlaskClient, elsewhere: str) -> None:
    def fared() -> tuple[int, int]:
        found = client.get("/health").get_json()["services"][elsewhere]
        return found["answered"], found["failed"]

    answered, failed = fared()
    for place in ("/fine", "/again", "/error"):
        ask(client, f"SELECT ?x {{ SERVICE SILENT <{elsewhere}{place}> {{ ?s ?p ?x }} }}")
    assert fared() == (answered + 2, failed + 1)


def test_what_a_killed_process_left_of_its_broker_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with broker_folder() as own:
        left = tmp_path / "metiers-12-abc"
        left.mkdir()
        (left / "broker").touch()
        remove_folders(12)
        assert [*tmp_path.iterdir()] == [Path(own)]
