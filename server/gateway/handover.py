"""Handover of one request: what the application and the gateway tell each other about it.

WSGI has no place for it: an application can neither learn that its client has left nor give an
answer away to be sent by others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from server.engine import EngineError
from server.engine.interface import AsyncFrames

__all__ = ["KEY", "Handover"]

KEY = "metiers.handover"
"""Where a request's handover stands in its WSGI environment, if there is a gateway."""


@dataclass
class Handover:
    """One request's; the application writes what it knows, the gateway calls `leave`."""

    digest: str = ""
    """The release that the answer is made from; empty where it depends on none."""
    frames: AsyncFrames | None = None
    """The body of the answer, which the gateway is to read and to close."""
    failure: EngineError | None = None
    """What became of the question, where the gateway has asked it: the application says so."""
    _lock: Lock = field(default_factory=Lock, repr=False)
    _give_up: Callable[[], object] | None = None
    _left: bool = False

    def wait_on(self, give_up: Callable[[], object]) -> None:
        """Say that the application waits, and what ends the wait when the client leaves."""
        with self._lock:
            self._give_up = give_up
            if self._left:
                give_up()

    def stop_waiting(self) -> None:
        """Say that the application waits no more."""
        with self._lock:
            self._give_up = None

    def leave(self) -> None:
        """Say that the client has left."""
        with self._lock:
            self._left = True
            if self._give_up is not None:
                self._give_up()
