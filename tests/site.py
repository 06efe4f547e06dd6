"""Releases built by the real command, and a real server on one, for the tests that need them."""

import fcntl
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

STDERR = 2
METIERS = Path(sys.executable).parent / "metiers"


def build(home: Path, *arguments: str | Path) -> Path:
    """Build a release into a home, its shapes not judged; give its folder."""
    built = subprocess.run(
        [METIERS, "build", *arguments, "--skip-shacl"],
        env={**os.environ, "METIERS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return (home / "current").resolve()


def build_once(home: Path, *arguments: str | Path) -> Path:
    """Build a release unless another process of this run did; wait while one does."""
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        current = home / "current"
        return current.resolve() if current.exists() else build(home, *arguments)


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[str]:
    """Serve the current release of a home, give the address, stop; settings by METIERS_ names."""
    with serving_with_log(home, STDERR, **settings) as address:
        yield address


@contextmanager
def serving_with_log(home: Path, log: int, **settings: str) -> Iterator[str]:
    """Serve as `serving` does, with the log in a file, by its descriptor."""
    port = free_port()
    server = subprocess.Popen(
        [METIERS, "serve", "--port", str(port)],
        env={**os.environ, "METIERS_HOME": str(home), **settings},
        stdout=subprocess.DEVNULL,
        stderr=log,
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


def wait_ready(url: str, seconds: int = 20) -> None:
    """Wait for an address to answer 200, so many seconds at most."""
    for _ in range(10 * seconds):
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)
