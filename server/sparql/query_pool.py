"""Query pool of an application: strangers' queries, judged, charged and evaluated apart."""

import asyncio
import atexit
import logging
import re
import socket
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, Final, TypeVar

from flask import current_app, request
from prometheus_client import Counter, Gauge

from ontology import prefixes
from server.engine import Answer, BusyError, Engine, Question
from server.engine.errors import worded
from server.engine.federation.broker import Broker, broker_folder
from server.engine.federation.service_refusal import calls_listed
from server.engine.interface import AsyncFrames, Streamed, Whole
from server.engine.pool.forker import start_forker
from server.engine.pool.limits import Conditions
from server.engine.pool.pool import Pool
from server.gateway.request import client_of
from server.gateway.wsgi import KEY, Call
from server.releases.current import release
from server.settings import Settings

__all__ = [
    "EXTENSION",
    "Connect",
    "QueryPool",
    "ThreadFrames",
    "ask",
    "lasts",
]

_log = logging.getLogger(__name__)
T = TypeVar("T")
_QUESTIONS: Final = Counter(
    "metiers_questions", "Strangers' queries, by what became of them.", ("how",)
)
_ASKED: Final = Counter("metiers_asked", "Strangers' queries, whatever became of them.")
_GAUGES: Final = {
    "workers": Gauge("metiers_pool_workers", "The pool: workers."),
    "running": Gauge("metiers_pool_running", "The pool: running."),
    "waiting": Gauge("metiers_pool_waiting", "The pool: waiting."),
}
_REPORTING: Final = 1.0
"""Seconds between two times that the figures of the pool are brought up to date."""
EXTENSION = "strangers"
"""The name of the application's extension that holds its `QueryPool`."""
_NOTHING = 0.001
"""Seconds of processor time that are not worth counting."""
_LEFT = worded("Le client est parti.")
_BUSY = worded("Trop de requêtes attendent déjà : réessayez dans quelques secondes.")
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)


Connect = Callable[[], socket.socket]


class ThreadFrames:
    """Frames of an answer, read from a thread while the event loop of `source` runs elsewhere."""

    def __init__(self, source: AsyncFrames, loop: asyncio.AbstractEventLoop) -> None:
        self.source = source
        self._loop = loop

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """Return the next piece; EngineError if the evaluation broke off."""
        piece = asyncio.run_coroutine_threadsafe(anext(self.source, None), self._loop).result()
        if piece is None:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Give the answer up."""
        self._loop.call_soon_threadsafe(self.source.close)


class QueryPool:
    """The pool of an application, on the event loop that serves it, or on a loop of its own.

    `connect` gives a connection to the forker of the server; without one, the pool has its own.
    `reported` is called each time that the figures of the pool are up to date.
    """

    def __init__(
        self,
        settings: Settings,
        connect: Connect | None = None,
        reported: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._told = reported
        self._connect = connect or self._own_forker
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._own: Thread | None = None
        self._pool: Pool | None = None
        self._broker: Broker | None = None
        self._open = ExitStack()
        self._forkers: list[subprocess.Popen[bytes]] = []
        self._reported: dict[str, int] = {}
        self._threads = BoundedSemaphore(max(1, settings.threads * 3 // 4))
        """Threads that may wait for answers, more than one client has; the others are for pages."""

    def start(self) -> Pool:
        """Make the pool on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._broker = self._start_broker() if self._settings.services else None
        path = str(self._broker.path) if self._broker else ""
        self._pool = Pool(self._connect, self._settings.limits, path)
        self._report_on()
        return self._pool

    def _start_broker(self) -> Broker | None:
        """Start a broker; None, and calls fail, where the disk has no room for its socket."""
        try:
            folder = self._open.enter_context(broker_folder())
            broker = Broker(Path(folder, "broker"), self._settings.services)
            return self._open.enter_context(broker.serving())
        except OSError as error:
            _log.error("aucun appel de SERVICE n'est possible : %s", error)
            return None

    def prepare(self, folder: Path) -> None:
        """Make the pool open a release that is about to serve; PoolError where it cannot.

        Not on the loop of the pool, which it waits for.
        """
        if self._pool is not None:
            self.wait_for(self._pool.prepare(folder))

    def judge(self, question: Question, engine: Engine) -> Question:
        """Return a question that may call what it calls; ForbiddenServiceError if it may not.

        RefusedQueryError where the engine of the release cannot answer it right.
        """
        engine.check_answerable(question)
        calls = calls_listed(question.text, self._settings.services)
        return replace(question, calls=True) if calls else question

    def ask(
        self, question: Question, folder: Path, client: str, seconds: float | None
    ) -> "asyncio.Future[Streamed]":
        """Return what will be the answer of a release, as `Pool.ask`; on the loop of the pool."""
        pool = self._pool or self.start()
        if question.calls:
            question = replace(question, client=client)
        return pool.ask(question, folder, client, seconds)

    def charge(self, client: str, seconds: float) -> None:
        """Count the processor time that this process has spent for a client; on the loop."""
        if self._pool is not None and seconds > _NOTHING:
            self._pool.charge(client, seconds)

    def check_budget(self, client: str) -> None:
        """Raise BudgetError where a client has used its seconds of this minute; on the loop."""
        if self._pool is not None:
            self._pool.check_budget(client)

    def ask_from_thread(
        self,
        question: Question,
        folder: Path,
        client: str,
        seconds: float | None,
        call: Call,
    ) -> Answer:
        """Return the answer as `ask`, from a thread; the client's leaving ends the wait."""
        loop, handed = self.running(), Future[Streamed]()

        def begin() -> None:
            asked = self.ask(question, folder, client, seconds)
            asked.add_done_callback(lambda asked: _hand_over(asked, handed))
            call.wait_on(lambda: loop.call_soon_threadsafe(asked.cancel))

        if not self._threads.acquire(blocking=False):
            refusal = BusyError(_BUSY)
            refusal.retry = 1.0
            raise refusal
        try:
            loop.call_soon_threadsafe(begin)
            found = handed.result()
        finally:
            call.stop_waiting()
            self._threads.release()
        body = found.body
        frames = Whole(body) if isinstance(body, bytes) else ThreadFrames(body, loop)
        return Answer(found.form, found.media_type, frames, found.warnings)

    def close(self) -> None:
        """End the workers, and the loop and the forkers that are the pool's own."""
        pool, loop = self._pool, self._loop
        self._pool = None
        if pool is not None and loop is not None:
            if self._own is not None:
                loop.call_soon_threadsafe(pool.close)
                loop.call_soon_threadsafe(loop.stop)
                self._own.join()
                loop.close()
            else:
                pool.close()
        self._own = self._loop = None
        for forker in self._forkers:
            forker.wait()
        self._forkers.clear()
        self._open.close()

    def figures(self) -> dict[str, int]:
        """Return what the pool counts; nothing where there is none."""
        return self._pool.figures() if self._pool is not None else {}

    def report(self) -> None:
        """Bring the figures of the pool up to date."""
        figures = self.figures()
        figures.pop("isolated", None)  # `/health` tells it
        for name, value in figures.items():
            if name in _GAUGES:
                _GAUGES[name].set(value)
            elif more := value - self._reported.get(name, 0):
                (_ASKED if name == "questions" else _QUESTIONS.labels(name)).inc(more)
        self._reported = figures
        self._told()

    def _report_on(self) -> None:
        if self._pool is not None and self._loop is not None:
            self.report()
            self._loop.call_later(_REPORTING, self._report_on)

    def ready(self, folder: Path) -> dict[str, int]:
        """Return what the pool counts, once a release can be asked; PoolError if it cannot."""
        self.running()
        self.prepare(folder)
        return self.figures()

    def services_health(self) -> dict[str, Any]:
        """Return how the endpoints fare that queries may call; nothing where none is listed."""
        return self._broker.health() if self._broker else {}

    def running(self) -> asyncio.AbstractEventLoop:
        """Return the loop of the pool: one of its own, in a thread, where no server gave it one."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._own = Thread(target=self._loop.run_forever, name="pool", daemon=True)
                self._own.start()
                asyncio.run_coroutine_threadsafe(_awaited(self.start), self._loop).result()
                atexit.register(self.close)
            return self._loop

    def wait_for(self, work: "Coroutine[Any, Any, T]") -> "T":
        """Return what comes of some work on the loop of the pool; from another thread."""
        return asyncio.run_coroutine_threadsafe(work, self.running()).result()

    def _own_forker(self) -> socket.socket:
        settings = self._settings
        conditions = Conditions(settings.limits, settings.kept, prefixes(), settings.remote)
        connection, process = start_forker(conditions)
        self._forkers.append(process)
        return connection


def _hand_over(asked: "asyncio.Future[Streamed]", handed: "Future[Streamed]") -> None:
    """Give a thread what has become of its question: an answer is never lost on the way."""
    if asked.cancelled():
        handed.set_exception(BusyError(_LEFT))
    elif (error := asked.exception()) is not None:
        handed.set_exception(error)
    else:
        handed.set_result(asked.result())


async def _awaited(work: "Callable[[], T]") -> "T":
    return work()


def ask(question: Question, seconds: float | None) -> Answer:
    """Let a stranger's query be evaluated on the release of the page at hand."""
    pool: QueryPool = current_app.extensions[EXTENSION]
    question = pool.judge(question, release().engine)
    call: Call = request.environ.setdefault(KEY, Call())
    if not lasts(question):
        call.digest = ""
    client = client_of(request.remote_addr or "")
    return pool.ask_from_thread(question, release().folder, client, seconds, call)


def lasts(question: Question) -> bool:
    """Return whether an answer holds as long as its release: no clock, chance or server in it."""
    if question.calls:
        return False
    words = question.text.upper()
    may_change = "NOW" in words or "RAND" in words or "UUID" in words
    return not (may_change and _CHANGING.search(question.text))
