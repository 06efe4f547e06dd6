"""A real server on a release built from some sources, for the tests that need one."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

METIERS = Path(sys.executable).parent / "metiers"


@contextmanager
def serving(home: Path, *sources: Path) -> Iterator[str]:
    """Build a release from some sources into a home, serve it, give its address, stop it."""
    environ = {**os.environ, "METIERS_HOME": str(home)}
    build = [str(METIERS), "build", *map(str, sources), "--skip-shacl"]
    subprocess.run(build, env=environ, check=True, capture_output=True)
    port = free_port()
    server = subprocess.Popen(
        [str(METIERS), "serve", "--port", str(port)], env=environ, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_ready(f"{address}/health")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_ready(url: str) -> None:
    """Wait for an address to answer 200, twenty seconds at most."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)
