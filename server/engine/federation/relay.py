"""Relay: the one address that a worker can reach; what comes to it goes to the broker."""

import socket
from contextlib import suppress
from threading import Thread
from urllib.parse import quote

__all__ = ["Relay"]

_BLOCK = 1 << 16


class Relay:
    """Listens on the loopback of the worker, which is its own and nobody else's."""

    def __init__(self, broker: str) -> None:
        self._broker = broker
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._port = self._listening.getsockname()[1]
        Thread(target=self._accept, name="relais", daemon=True).start()

    def address(self, iri: str, client: str) -> str:
        """Return where to call an endpoint from here, on behalf of a client."""
        return f"http://127.0.0.1:{self._port}/{quote(client, safe='')}/{quote(iri, safe='')}"

    def _accept(self) -> None:
        while True:
            near, _ = self._listening.accept()
            far = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                far.connect(self._broker)
            except OSError:
                near.close()
                far.close()
                continue
            for source, target in ((near, far), (far, near)):
                Thread(target=_pour, args=(source, target), daemon=True).start()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_BLOCK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
