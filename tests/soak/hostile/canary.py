"""A server that nobody should ever call."""

import socket
import threading
from types import TracebackType

__all__ = ["Canary"]


class Canary:
    """Listens on one port of every address of this machine; `calls` says who has come."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._listening = (
            socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
            if socket.has_dualstack_ipv6()
            else socket.create_server(("0.0.0.0", 0))
        )
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Canary":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _listen(self) -> None:
        while True:
            try:
                caller, address = self._listening.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(1)
                try:
                    self.calls.append(f"{address}: {caller.recv(200)!r}")
                except OSError:
                    self.calls.append(f"{address}")
