"""The pool that evaluates strangers' queries: one that runs already, or the application's own."""

import atexit
import re
from dataclasses import replace
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from threading import Lock
from typing import Any

from flask import current_app, request

from server.engine import Answer, EngineError, Question
from server.engine.federation.broker import health_of
from server.engine.federation.service_scan import calls_listed
from server.engine.pool.client import Pool
from server.engine.pool.process import BROKER, SupervisorProcess
from server.gateway.handover import KEY, Handover
from server.releases.current import release
from server.settings import Settings

__all__ = ["EXTENSION", "QueryPool", "ask", "client_of", "lasts"]

EXTENSION = "strangers"
"""The name of the application's extension that holds its `QueryPool`."""
_LONGEST = 64
"""Characters of the name of a client that has no address: the supervisor is told it."""
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)


class QueryPool:
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

    def judge(self, question: Question) -> Question:
        """Return a question that may call what it calls; ForbiddenServiceError if it may not."""
        calls = calls_listed(question.text, self._settings.services)
        return replace(question, calls=True) if calls else question

    def pool(self) -> Pool:
        """Return the pool, once it runs."""
        with self._lock:
            if self._pool is None and self._settings.pool:
                self._pool = self._connect(self._settings.pool)
            if self._pool is None:
                process = SupervisorProcess(self._settings.services)
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

    def figures(self) -> dict[str, int]:
        """Return what the supervisor counts; nothing where there is none, or it does not answer."""
        with self._lock:
            pool = self._pool
        try:
            return pool.figures() if pool is not None else {}
        except EngineError:
            return {}

    def ready(self, folder: Path) -> dict[str, int]:
        """Return what the supervisor counts, once it can answer from a release.

        EngineError or PoolError where it cannot.
        """
        pool = self.pool()
        found = pool.figures()
        if not found["workers"]:
            pool.prepare(folder)
            found = pool.figures()
        return found

    def services_health(self) -> dict[str, Any]:
        """Return how the endpoints fare that queries may call; nothing where none is listed."""
        return health_of(f"{self.pool().path}{BROKER}") if self._settings.services else {}

    def _connect(self, path: Path) -> Pool:
        limits = self._settings.limits
        return Pool(path, limits.seconds + limits.wait)


def ask(question: Question, seconds: float | None) -> Answer:
    """Let a stranger's query be evaluated on the release of the request at hand."""
    strangers: QueryPool = current_app.extensions[EXTENSION]
    question = strangers.judge(question)
    handover: Handover = request.environ.get(KEY) or Handover()
    if handover.failure is not None:
        raise handover.failure
    if not lasts(question):
        handover.digest = ""
    pool, folder = strangers.pool(), release().folder
    return pool.ask(question, folder, client_of(request.remote_addr or ""), seconds, handover)


def lasts(question: Question) -> bool:
    """Return whether an answer holds as long as its release: no clock, chance or server in it."""
    return not question.calls and not _CHANGING.search(question.text)


@lru_cache(1024)
def client_of(address: str) -> str:
    """Return who a query is charged to: an address, or the network of one that is many."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_LONGEST]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return address
