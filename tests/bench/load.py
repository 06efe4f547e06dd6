"""Clients: wrk at full speed, our own where that is not exact, one question, a first byte."""

import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["ACCEPT", "Load", "ask", "drive", "finish", "first_byte"]

ACCEPT = "application/sparql-results+json"
_LUA = Path(__file__).with_name("vary.lua")
_PATIENCE = 60


@dataclass(frozen=True)
class Load:
    """What a server did under some connections; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    requests: int
    failed: int = 0


def drive(
    address: str, ends: Sequence[str], connections: int, seconds: int, first: int | None
) -> Load:
    """Ask at full speed for a while; each text is new where `first` is a number."""
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={_PATIENCE}s"]
    with _lines(urlsplit(address).path, ends) as lines:
        rest = ["--", lines, _number(first), urlsplit(address).netloc]
        return _run(["wrk", *options, "-s", str(_LUA), address, *rest], seconds)


def finish(
    address: str,
    ends: Sequence[str],
    connections: int,
    count: int,
    first: int | None,
    rate: float = 0.0,
) -> Load:
    """Ask so many questions and wait for the last answer; at full speed, or at a fixed rate."""
    with _lines("", ends) as lines:
        client = [sys.executable, "-m", "tests.bench.client", address, lines, _number(first)]
        return _run([*client, str(connections), str(count), str(rate)], 120)


@contextmanager
def _lines(before: str, ends: Sequence[str]) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as lines:
        lines.writelines(f"{before}{end}\n" for end in ends)
        lines.flush()
        yield lines.name


def _number(first: int | None) -> str:
    return str(-1 if first is None else first)


def _run(command: list[str], seconds: float) -> Load:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds + _PATIENCE
    )
    told = json.loads(done.stdout[done.stdout.rindex("{") :])
    rate = told["requests"] / told["seconds"]
    return Load(rate, told["p50"], told["p99"], told["requests"], told["failed"])


def ask(address: str, end: str, patience: float = _PATIENCE) -> tuple[float, bytes]:
    """Return how many seconds the answer to a question took, and the answer, which must be 200."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
    began = time.perf_counter()
    try:
        connection.request("GET", parts.path + end, headers={"Accept": ACCEPT})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address} : {response.status} {body[:300]!r}")
    return time.perf_counter() - began, body


def first_byte(address: str, end: str) -> float:
    """Return the seconds from a question to the first byte of the body of its answer."""
    parts = urlsplit(address)
    head = f"GET {parts.path}{end} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {ACCEPT}\r\n"
    with socket.create_connection((parts.hostname, parts.port), _PATIENCE) as client:
        began = time.perf_counter()
        client.sendall(f"{head}Connection: close\r\n\r\n".encode())
        received = b""
        while b"\r\n\r\n" not in received or received.endswith(b"\r\n\r\n"):
            piece = client.recv(65_536)
            if not piece:
                raise RuntimeError(f"{address} : {received[:200]!r}")
            received += piece
        taken = time.perf_counter() - began
        while client.recv(1 << 20):
            pass
    return taken
