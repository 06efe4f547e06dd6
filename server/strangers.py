"""The pool that evaluates strangers' queries: one that runs already, or the application's own."""

import atexit
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from threading import Lock

from flask import current_app, request

from server.current import release
from server.engine import Answer, Question
from server.engine.pool.client import Pool
from server.engine.pool.process import SupervisorProcess
from server.handover import KEY, Handover
from server.settings import Settings

__all__ = ["EXTENSION", "Strangers", "ask"]

EXTENSION = "strangers"
"""The name of the application's extension that holds its `Strangers`."""


class Strangers:
    """Connects to the supervisor of the settings; without one, starts one when first asked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._process: SupervisorProcess | None = None
        self._pool = self._connect(settings.pool) if settings.pool else None

    def prepare(self, folder: Path) -> None:
        """Make the pool open a release that is about to serve; PoolError where it cannot."""
        if self._pool is not None:
            self._pool.prepare(folder)

    def pool(self) -> Pool:
        """Return the pool, once it runs."""
        with self._lock:
            if self._pool is None and self._settings.pool:
                self._pool = self._connect(self._settings.pool)
            if self._pool is None:
                process = SupervisorProcess()
                self._process = process
                self._pool = self._connect(process.path)
                atexit.register(self.close)
            return self._pool

    def close(self) -> None:
        """Let the pool go, and end it if it is the application's own."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
            if self._process is not None:
                self._process.close()
            self._pool = self._process = None

    def _connect(self, path: Path) -> Pool:
        limits = self._settings.limits
        return Pool(path, limits.seconds + limits.wait)


def ask(question: Question, seconds: float | None) -> Answer:
    """Let a stranger's query be evaluated on the release of the request at hand."""
    strangers: Strangers = current_app.extensions[EXTENSION]
    handover: Handover = request.environ.get(KEY) or Handover()
    pool, folder = strangers.pool(), release().folder
    return pool.ask(question, folder, _client(request.remote_addr or ""), seconds, handover)


def _client(address: str) -> str:
    """Return who a query is charged to: an address, or the network of one that is many."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return address
