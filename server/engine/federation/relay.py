"""Relay: the one address that a worker can reach, where the engine asks what SERVICE asks."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

from server.engine.errors import PeerError
from server.engine.federation.peer_results import JSON_RESULTS
from server.engine.federation.service_calls import ServiceCalls

__all__ = ["Relay"]


class Relay:
    """Listens on the loopback of the worker, which is its own and nobody else's."""

    def __init__(self, broker: str) -> None:
        self._broker = broker
        self._server = _Server()
        Thread(target=self._server.serve_forever, name="relais", daemon=True).start()

    def begin(self, client: str) -> ServiceCalls:
        """Return the calls of a question that begins, which are those made from now on."""
        self._server.calls = ServiceCalls(self._broker, client)
        return self._server.calls

    def address(self, iri: str) -> str:
        """Return where to call an endpoint from here."""
        return f"http://127.0.0.1:{self._server.server_port}/{quote(iri, safe='')}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    calls: ServiceCalls

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers a query of the engine; 502 and what the failure says, where there is one."""

    server: _Server

    def do_POST(self) -> None:
        """Answer one call."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            body = self.server.calls.answer(unquote(self.path[1:]), text)
            self._send(200, JSON_RESULTS, body)
        except PeerError as error:
            said = json.dumps({"text": error.text, "values": error.values}).encode()
            self._send(502, "application/json", said)

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
