"""Broker of SERVICE calls: workers reach it over a UNIX socket, and nothing else."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from threading import BoundedSemaphore, Lock
from typing import Any, Final
from urllib.parse import unquote

from server.engine.federation.allowlist import Endpoint, find
from server.engine.federation.http_call import (
    CallError,
    EndpointReply,
    PrivateAddressError,
    call,
)

__all__ = ["Broker", "health_of"]

_HEALTH: Final = "/"
_AT_ONCE: Final = 8
_LONGEST: Final = 1 << 20


@dataclass
class _Fared:
    """How the calls to an endpoint went."""

    answered: int = 0
    failed: int = 0
    last: str = ""
    reason: str = ""


class Broker(ThreadingMixIn, UnixStreamServer):
    """Serves on a path until the context is left."""

    daemon_threads = True

    def __init__(self, path: Path, allowed: tuple[Endpoint, ...]) -> None:
        super().__init__(str(path), _Handler)
        self._allowed = allowed
        self._fared = {endpoint.iri: _Fared() for endpoint in allowed}
        self._lock = Lock()
        self._room = BoundedSemaphore(_AT_ONCE)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve in a thread."""
        thread = threading.Thread(target=self.serve_forever, name="courtier", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()
            self.server_close()

    def ask(self, iri: str, body: bytes, headers: dict[str, str]) -> EndpointReply:
        """Call the endpoint that an IRI names; CallError if it is not listed or does not answer."""
        endpoint = find(iri, self._allowed)
        if endpoint is None:
            raise CallError(f"{iri} n'est pas dans la liste")
        reason = ""
        try:
            with self._room:
                return call(endpoint, self._allowed, body, headers)
        except (CallError, PrivateAddressError, OSError) as error:
            reason = str(error)
            raise CallError(reason) from error
        finally:
            self._note(endpoint, reason)

    def health(self) -> bytes:
        """Return how the endpoints fare, as JSON."""
        with self._lock:
            return json.dumps({iri: asdict(each) for iri, each in self._fared.items()}).encode()

    def _note(self, endpoint: Endpoint, reason: str) -> None:
        with self._lock:
            for each in self._allowed:
                if each.admits(endpoint):
                    fared = self._fared[each.iri]
                    fared.answered += not reason
                    fared.failed += bool(reason)
                    fared.last = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                    fared.reason = reason


def health_of(path: str) -> dict[str, Any]:
    """Ask the broker on a path how the endpoints fare; nothing where it does not answer."""
    connection = http.client.HTTPConnection("broker", timeout=2)
    connection.sock = socket.socket(socket.AF_UNIX)
    try:
        connection.sock.connect(path)
        connection.request("GET", _HEALTH)
        found: dict[str, Any] = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    else:
        return found
    finally:
        connection.close()


class _Handler(BaseHTTPRequestHandler):
    server: Broker
    timeout = 15

    def do_GET(self) -> None:
        self._answer(200, "application/json", self.server.health())

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LONGEST:
            self._answer(413, "text/plain", b"")
            return
        body = self.rfile.read(int(length))
        try:
            reply = self.server.ask(unquote(self.path[1:]), body, dict(self.headers))
        except CallError as error:
            self._answer(502, "text/plain; charset=utf-8", str(error).encode())
        else:
            self._answer(200, reply.media_type, reply.body)

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def address_string(self) -> str:
        return "worker"
