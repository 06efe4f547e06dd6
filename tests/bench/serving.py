"""Requests a second of one application behind two WSGI servers, side by side in one run.

Needs `wrk` (a package of Debian) and gunicorn; without them this part says so.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.corpus import Files

_BIN = Path(sys.executable).parent
_LABEL = "SELECT ?l { <https://w3id.org/metiers-graphe/id/metier/MET.797> ?p ?l }"
_PATHS = {
    "page": "/doc/metier/MET.797.html",
    "look-up": "/sparql?query=" + urllib.parse.quote(_LABEL),
    "search": "/recherche?q=assistante+de+gestion",
}
_CONNECTIONS = (1, 8, 32)
_SECONDS = 3


def measure(files: Files) -> Iterator[tuple[str, str]]:
    """Yield requests a second by server, page and number of connections."""
    if not shutil.which("wrk") or not (_BIN / "gunicorn").exists():
        yield "serving: needs wrk and gunicorn", "-"
        return
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "METIERS_HOME": home}
        build = [str(_BIN / "metiers"), "build", *map(str, files.sources), *files.options]
        subprocess.run([*build, "--skip-shacl"], env=environ, check=True, capture_output=True)
        for name, command in _servers().items():
            yield from _measure_server(name, command, environ)


def _servers() -> dict[str, list[str]]:
    workers = str(os.cpu_count() or 1)
    return {
        "granian": [
            "granian", "--interface", "wsgi", "--factory", "--workers", workers,
            "--blocking-threads", "8", "--backpressure", "64",
            "--log-level", "warning", "--port", "{port}", "server.wsgi:application",
        ],
        "gunicorn gthread": [
            "gunicorn", "--worker-class", "gthread", "--workers", workers, "--threads", "8",
            "--log-level", "warning", "--bind", "127.0.0.1:{port}", "server.wsgi:application()",
        ],
    }  # fmt: skip


def _measure_server(
    name: str, command: list[str], environ: dict[str, str]
) -> Iterator[tuple[str, str]]:
    port = _free_port()
    words = [word.format(port=port) for word in command]
    server = subprocess.Popen([_BIN / words[0], *words[1:]], env=environ)
    try:
        _wait(f"http://127.0.0.1:{port}/health")
        for kind, path in _PATHS.items():
            for connections in _CONNECTIONS:
                rate = _wrk(f"http://127.0.0.1:{port}{path}", connections)
                yield f"{name}, {kind}, {connections} connections, requests a second", rate
    finally:
        server.terminate()
        server.wait()


def _wrk(url: str, connections: int) -> str:
    threads = str(min(connections, 2))
    command = ["wrk", "-t", threads, "-c", str(connections), "-d", f"{_SECONDS}s", url]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"{url} answered errors:\n{printed}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    return f"{float(found[1]):,.0f}" if found else "?"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")
