"""Processes of a server: one forker, the web processes that it starts, and their workers.

The forker is the first of them, and has one thread: it imports the application once, forks a web
process for each processor, starts anew what ends, and forks the workers that they ask for.
"""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import tempfile
import time
from dataclasses import replace
from typing import Final

from uvicorn import Config

from ontology import prefixes
from server.engine.federation.broker import remove_folders
from server.engine.pool.forker import Forker
from server.engine.pool.isolation import die_with_parent
from server.engine.pool.limits import Conditions
from server.gateway.listener import ConnectionCounts, SharedSocketServer
from server.operations.figures import FigureBoard, Figures
from server.settings import Settings

__all__ = ["serve"]

_log = logging.getLogger(__name__)
_FINISHING: Final = 30
"""Seconds in which what is under way may end, once the server is told to stop."""
_PAUSE: Final = 0.2
"""Seconds before a web process that ended is started anew."""
_M_ARENA_MAX: Final = -8
"""Of `mallopt`: heaps of the C library. One a thread left each process 700 MB after long texts."""


def serve(settings: Settings, listening: socket.socket) -> None:
    """Serve on a listening socket until a signal ends it; what has begun is finished."""
    _Processes(settings, listening).run(os.cpu_count() or 1)


class _Processes:
    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._settings, self._listening = settings, listening
        self._web: dict[int, int] = {}
        """By process, the number of its slot among the figures."""
        self._stopping = False

    def run(self, processes: int) -> None:
        """Run so many web processes, each with its share of what may be evaluated."""
        import server.asgi  # noqa: F401 - once, for all that are forked

        limits = self._settings.limits.share(processes)
        spool = self._settings.spool // processes
        self._settings = replace(self._settings, limits=limits, spool=spool)
        conditions = Conditions(limits, self._settings.kept, prefixes(), self._settings.remote)
        self._board = FigureBoard(processes)
        self._counts = ConnectionCounts(processes)
        self._forker = Forker(conditions, ended=self._ended)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        tempfile.gettempdir()  # once, for all that are forked: later it may have no room
        gc.collect()
        gc.freeze()
        self._forker.run(lambda: self._goes_on(processes))
        self._finish()

    def _goes_on(self, processes: int) -> bool:
        """Start the web processes that are missing; one that cannot be now is tried again."""
        try:
            while not self._stopping and len(self._web) < processes:
                self._start(min({*range(processes)} - {*self._web.values()}))
        except OSError as error:
            _log.error("un processus web ne peut être dédoublé : %s", error)
        return not self._stopping

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _finish(self) -> None:
        for pid in self._web:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + _FINISHING + 5
        self._forker.run(lambda: bool(self._web) and time.monotonic() < until)
        for pid in self._web:
            os.kill(pid, signal.SIGKILL)
            remove_folders(pid)

    def _ended(self, pid: int) -> None:
        if self._web.pop(pid, None) is None:
            return
        remove_folders(pid)
        if not self._stopping:
            _log.error("un processus web s'est arrêté : il est relancé")
            time.sleep(_PAUSE)

    def _start(self, slot: int) -> None:
        connection, parent = self._forker.connect(), os.getpid()
        pid = os.fork()
        if pid:
            connection.close()
            self._web[pid] = slot
            return
        status = 1
        try:
            die_with_parent(parent, signal.SIGTERM)
            self._forker.leave()
            self._serve_web(connection, slot)
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _serve_web(self, connection: socket.socket, slot: int) -> None:
        """Serve as one of the web processes, until a signal ends it."""
        from server.asgi import gateway_of

        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        figures = Figures(self._board, slot)
        config = Config(
            lambda: gateway_of(self._settings, connection.dup, figures),
            factory=True,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_FINISHING,
        )
        SharedSocketServer(config, self._listening, self._counts, slot).run()
