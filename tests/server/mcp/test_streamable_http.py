"""The address of the protocol: who may ask, what it costs, and who pays."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from server.engine.pool.limits import QueryLimits
from server.http.own_address import is_own
from server.mcp.arguments import RefusedCallError
from server.settings import Settings
from tests.server.mcp.conftest import Assistant

HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


def post(
    address: str, message: object, **headers: str
) -> tuple[int, Mapping[str, str], dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    try:
        connection.request("POST", "/mcp", body, HEADERS | headers)
        response = connection.getresponse()
        text = response.read()
        return response.status, dict(response.getheaders()), json.loads(text or b"{}")
    finally:
        connection.close()


def request(method: str, **params: object) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


PING = request("ping")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:3000", 200),
        ("http://127.0.0.1", 200),
        ("https://[::1]:8443", 200),
        ("https://evil.example", 403),
        ("http://evil.example:80", 403),
        ("http://localhost.evil.example", 403),
        ("http://127.0.0.1.evil.example", 403),
        ("http://evil.example/localhost", 403),
        ("null", 403),
        ("localhost", 403),
        ("http://localhost, http://evil.example", 403),
    ],
)
def test_pages_of_other_sites_are_refused(address: str, origin: str, status: int) -> None:
    answered, headers, said = post(address, PING, Origin=origin)
    assert answered == status
    assert said == {"jsonrpc": "2.0", "id": 1, "result": {}} or said["status"] == 403
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_name_that_another_site_has_given_us_is_refused(address: str) -> None:
    given = {"Origin": "http://rebound.example", "Host": "rebound.example"}
    assert post(address, PING, **given)[0] == 403


@pytest.mark.parametrize(
    ("host", "own"),
    [("metiers.example", True), ("metiers.example:8000", True), ("www.example:81", True),
     ("www.example", False), ("metiers.example.evil", False), ("", False)],
)  # fmt: skip
def test_the_names_of_the_site_are_its_own(host: str, own: bool) -> None:
    assert is_own(host, ("metiers.example", "www.example:81")) is own


def test_an_answer_is_of_one_request(address: str) -> None:
    status, headers, said = post(address, request("tools/list"))
    assert status == 200
    assert said["result"]["tools"][0]["name"] == "search"
    assert headers["content-type"] == "application/json"
    assert headers["cache-control"] == "no-store"
    assert "mcp-session-id" not in headers
    assert "etag" not in headers


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', 400),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\ud800"}}', 400),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}', 200),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call"}', 200),
        (b'{"jsonrpc":"2.0","id":1,"method":"no/such"}', 200),
        (b'{"jsonrpc":"2.0","method":"notifications/initialized"}', 202),
        (b" " * 1_100_000, 413),
    ],
)
def test_what_is_no_request_is_an_error_of_the_protocol(
    address: str, body: bytes, status: int
) -> None:
    answered, _, said = post(address, body)
    assert answered == status
    assert "result" not in said
    assert status in (202, 413) or said["error"]["code"] < 0
    assert "Traceback" not in str(said)


@pytest.mark.parametrize("version", ["2024-11-05", "2025-11-25", "2026-07-28", "1999-01-01", "x"])
def test_versions_are_judged_by_the_library(address: str, version: str) -> None:
    status, _, said = post(address, PING, **{"MCP-Protocol-Version": version})
    assert status in (200, 400)
    assert {"result", "error"} & said.keys()


def test_other_methods_are_refused(client: FlaskClient) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        response = client.open("/mcp", method=method)
        assert response.status_code == 405
        assert "POST" in response.headers["Allow"]
    assert client.get("/mcp", headers={"Accept": "text/html"}).mimetype == "text/html"


def test_an_application_without_a_gateway_answers_too(client: FlaskClient) -> None:
    response = client.post("/mcp", json=PING, headers={"Accept": "application/json"})
    assert response.json == {"jsonrpc": "2.0", "id": 1, "result": {}}
    refused = client.post("/mcp", json=PING, headers={"Origin": "https://evil.example"})
    assert (refused.status_code, refused.mimetype) == (403, "application/problem+json")


def test_there_may_be_no_release_yet(tmp_path: Path) -> None:
    assistant = Assistant(Settings(home=tmp_path))
    try:
        assert "release" in assistant.call("search", q="bois").refusal
        with pytest.raises(RefusedCallError, match="release"):
            assistant.tools()
    finally:
        assistant.close()


def test_who_leaves_has_the_evaluation_ended(address: str) -> None:
    asked = request("tools/call", name="sparql", arguments={"query": HEAVY})
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("POST", "/mcp", json.dumps(asked).encode(), HEADERS)
    time.sleep(0.5)
    connection.close()
    until = time.monotonic() + 3  # the deadline of this server is 5 seconds
    while running(address) and time.monotonic() < until:
        time.sleep(0.1)
    assert running(address) == 0


def running(address: str) -> int:
    """Return how many queries are evaluated, as any of the processes says."""
    found: list[int] = []
    for _ in range(6):
        with urlopen(f"{address}/health") as response:
            found.append(json.load(response)["pool"]["running"])
    return max(found)


def test_a_client_pays_for_what_it_asks(home: Path) -> None:
    assistant = Assistant(Settings(home=home, limits=QueryLimits(seconds=1, budget=0.5)))
    try:
        assert assistant.call("search", q="bois").document
        assert "1 s" in assistant.call("sparql", query=HEAVY).refusal
        for tool, arguments in (("search", {"q": "bois"}), ("sparql", {"query": "ASK {}"})):
            refusal = assistant.send(tool, arguments).refusal
            assert "Try again in" in refusal
    finally:
        assistant.close()


def test_reading_is_paid_for_too(home: Path) -> None:
    assistant = Assistant(Settings(home=home, limits=QueryLimits(budget=0.2)))
    try:
        answers = [assistant.call("describe", thing="MET.797") for _ in range(200)]
    finally:
        assistant.close()
    assert answers[0].document
    assert "Try again in" in answers[-1].refusal


def test_a_process_that_no_assistant_asks_has_not_its_libraries(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from server.asgi import gateway_of;"
        "from server.settings import Settings; gateway_of(Settings(home=Path(sys.argv[1])));"
        "print({'mcp', 'mcp_types', 'jsonschema', 'pydantic', 'starlette'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, home], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
