import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from server.wsgi import application


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Start a granian that serves the release, stopped by its own pid."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory",
        "--host", "127.0.0.1", "--port", str(port), "server.wsgi:application",
    ]  # fmt: skip
    environment = {**os.environ, "METIERS_HOME": str(home)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert process.poll() is None, "the server has stopped"
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail("the server does not answer")


def test_the_factory_reads_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METIERS_HOME", str(home))
    assert application().test_client().get("/health").status_code == 200


def test_a_real_server_streams_a_long_answer(address: str) -> None:
    query = quote("SELECT * { ?s ?p ?o . ?t ?q ?u } LIMIT 30000")
    request = Request(f"{address}/sparql?query={query}", headers={"Accept": "text/csv"})
    with urlopen(request, timeout=30) as response:
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Length"] is None
        body = response.read()
    assert body.count(b"\r\n") >= 30001


def test_a_client_that_leaves_does_not_stop_the_server(address: str) -> None:
    query = quote("SELECT * { ?s ?p ?o . ?t ?q ?u }")
    for _ in range(3):
        with urlopen(f"{address}/sparql?query={query}", timeout=30) as response:
            assert response.read(1000)
    with urlopen(f"{address}/sparql?query={quote('ASK {}')}", timeout=30) as response:
        assert b"true" in response.read()


def test_pages_and_redirects(address: str) -> None:
    request = Request(f"{address}/id/metier/MET.797", headers={"Accept": "text/turtle"})
    with urlopen(request, timeout=30) as response:
        assert response.url == f"{address}/doc/metier/MET.797"
        assert b"mg:Metier" in response.read()
