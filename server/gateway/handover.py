"""What the application and the gateway in front of it tell each other about one request.

WSGI has no place for it: an application can neither learn that its client has left nor give an
answer away to be sent by others.
"""

import socket
from dataclasses import dataclass, field
from threading import Lock

from server.engine import EngineError
from server.engine.pool.client import PacketFrames

__all__ = ["KEY", "Handover"]

KEY = "metiers.handover"
"""Where a request's handover stands in its WSGI environment, if there is a gateway."""


@dataclass
class Handover:
    """One request's; the application writes what it knows, the gateway calls `leave`."""

    digest: str = ""
    """The release that the answer is made from; empty where it depends on none."""
    frames: PacketFrames | None = None
    """The body of the answer, which the gateway is to read and to close."""
    failure: EngineError | None = None
    """What became of the question, where the gateway has asked it: the application says so."""
    _lock: Lock = field(default_factory=Lock, repr=False)
    _waiting_on: socket.socket | None = None
    _left: bool = False

    def wait_on(self, source: socket.socket) -> None:
        """Say on which socket the application waits: it is shut down when the client leaves."""
        with self._lock:
            self._waiting_on = source
            if self._left:
                source.shutdown(socket.SHUT_RDWR)

    def stop_waiting(self) -> None:
        """Say that the socket is in use no more, or about to be closed."""
        with self._lock:
            self._waiting_on = None

    def leave(self) -> None:
        """Say that the client has left."""
        with self._lock:
            self._left = True
            if self._waiting_on is not None:
                self._waiting_on.shutdown(socket.SHUT_RDWR)
