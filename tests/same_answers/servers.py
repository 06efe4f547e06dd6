"""The two servers, each started with the command of its own checkout, and ended by its pid."""

import http.client
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tests.same_answers.answers import Answer, Ask
from tests.site import free_port

__all__ = ["Server", "serving", "version_of"]

_HOST: Final = "metiers.example"
"""What both are asked under: their ports differ, and pages, links and tags say the host."""
_SETTINGS: Final = {
    "METIERS_PROXIES": "1",  # each request says whose it is, so that none spends another's budget
    "METIERS_BUDGET": "0.05",
    "METIERS_MAX_BODY": "20000",
    "METIERS_ROWS": "20000",
    "METIERS_LOG": "error",
    "PYTHONHASHSEED": "0",  # else each process names the methods of Allow in an order of its own
}
"""Narrow bounds, so that refusals come soon, which are no news."""
_PATIENCE: Final = 60.0
_ONE_PROCESS: Final = """
import os
from importlib.metadata import entry_points
os.cpu_count = lambda: 1
next(iter(entry_points(group="console_scripts", name="metiers"))).load()()
"""
"""The command, with one process: each would remember what it was asked itself, and which one is
asked is a matter of luck."""


class Server:
    """A server that runs; asked one thing after another, on one connection as long as it lasts."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._tag = ""
        self._asked = 0

    def ask(self, ask: Ask) -> Answer:
        """Return the answer to a request, by a client of its own unless the request names one.

        Where none comes its status is 0.
        """
        self._asked += 1
        client = f"10.0.{self._asked // 250}.{self._asked % 250 + 1}"
        headers = {"Host": _HOST, "X-Forwarded-For": client}
        headers |= {name: value.replace("{etag}", self._tag) for name, value in ask.headers}
        response = self._response(ask, headers) or self._response(ask, headers)
        if response is None:
            return Answer(0, (), b"", is_cut=True)
        try:
            body, is_cut = response.read(), False
        except http.client.IncompleteRead as error:
            body, is_cut = error.partial, True
            self._connection.close()
        told = tuple((name.lower(), value) for name, value in response.getheaders())
        answer = Answer(response.status, told, body, is_cut)
        self._tag = answer.header("etag")
        return answer

    def _response(self, ask: Ask, headers: dict[str, str]) -> http.client.HTTPResponse | None:
        """Return the head of an answer, None where the connection breaks, as an idle one may."""
        try:
            self._connection.request(ask.method, ask.target, ask.body, headers)
            return self._connection.getresponse()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return None

    def wait(self) -> None:
        """Wait until it answers; TimeoutError if it does not."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self.ask(Ask("", "/health/live")).status == 200:
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not answer")


@contextmanager
def serving(
    folder: Path, home: Path, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Server]:
    """Serve a home with the command of a checkout, and more settings, then end it."""
    port = free_port()
    command = [str(_bin(folder) / "python"), "-c", _ONE_PROCESS, "serve", "--port", str(port)]
    environ = {name: value for name, value in os.environ.items() if not _is_ours(name)}
    environ |= {**_SETTINGS, "METIERS_HOME": str(home), **settings}
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    try:
        server = Server(port)
        server.wait()
        yield server
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()


def version_of(folder: Path) -> str:
    """Return the version of the software that a checkout has installed."""
    asked = "from importlib.metadata import version; print(version('metiers-graphe'))"
    command = [str(_bin(folder) / "python"), "-c", asked]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _bin(folder: Path) -> Path:
    found = folder.resolve() / ".venv" / "bin"
    if not (found / "metiers").exists():
        raise SystemExit(
            f"{folder} has no .venv with a `metiers` command: run `make install` there"
        )
    return found


def _is_ours(name: str) -> bool:
    return name.startswith(("METIERS_", "PROMETHEUS_", "PYTHONPATH"))
