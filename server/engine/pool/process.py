"""The supervisor's process, started and kept alive by the one that owns it."""

import logging
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO

from server.engine.federation.allowlist import Endpoint
from server.engine.federation.broker import Broker

__all__ = ["BROKER", "SupervisorProcess"]

BROKER = "-broker"
"""What the path of the broker's socket adds to that of the supervisor's."""
_log = logging.getLogger(__name__)
_PAUSE = 0.2
"""Seconds before a supervisor that ended is started anew."""


class SupervisorProcess:
    """A supervisor that listens on `path`; started anew if it ends before `close`.

    It takes its bounds from the environment, as the site does, and ends with its owner. `services`
    are the endpoints that queries may call.
    """

    def __init__(self, services: tuple[Endpoint, ...] = ()) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="metiers-")
        self.path = Path(self._folder.name) / "pool"
        self._closing = False
        self._open = ExitStack()
        if services:
            broker = Broker(Path(f"{self.path}{BROKER}"), services)
            self._open.enter_context(broker.serving())
        self._process = self._start()
        self._keeper = Thread(target=self._keep, name="superviseur", daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        """The process that runs now."""
        return self._process.pid

    def close(self) -> None:
        """End the supervisor and its workers."""
        self._closing = True
        stdin = self._process.stdin
        if stdin is not None:
            stdin.close()
        self._keeper.join()
        self._open.close()
        self._folder.cleanup()

    def __enter__(self) -> "SupervisorProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _start(self) -> "subprocess.Popen[bytes]":
        self.path.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "server.supervisor", str(self.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        _first_line(process.stdout)
        return process

    def _keep(self) -> None:
        while True:
            process = self._process
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            if self._closing:
                return
            _log.error("le superviseur s'est arrêté (%s) : il est relancé", process.returncode)
            time.sleep(_PAUSE)
            self._process = self._start()


def _first_line(stream: IO[bytes] | None) -> None:
    if stream is not None:
        stream.readline()
