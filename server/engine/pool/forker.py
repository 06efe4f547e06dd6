"""The forker: a process with a single thread that forks workers and hands their sockets over.

Nothing forks from a process that has threads: whoever needs workers holds a connection to a
forker, and sends it the worker's end of a socket with the release to be read. `metiers serve` is
one itself, for the web processes that it starts; an application that is alone has one of its own.

Where the engine holds stores in memory, a forked forker loads each release: its workers then share
the pages that they do not write to.
"""

import gzip
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from server.engine.evaluation import evaluate
from server.engine.pool.isolation import close_all_but, cut_network, die_with_parent
from server.engine.pool.limits import Conditions, QueryLimits
from server.engine.pool.packets import pack_json, socket_pair, unpack_json
from server.engine.pool.worker import Evaluator, work
from server.engine.remote.address import read_address
from server.releases.layout import QUADS_FILE, STORE_FOLDER

__all__ = ["Forker", "start_forker"]

_log = logging.getLogger(__name__)

_REQUEST = 65_536
_HELD_RELEASES = 2
"""Releases that are held in memory: the one in service, and the one before it."""
_ALIVE = 10.0
"""The longest time between two looks at what has ended, in seconds."""


class Forker:
    """Forks what its connections ask for; `ended` is told of each process that it has reaped.

    `store` is what the workers read, None where each opens the release on disk.
    """

    def __init__(
        self,
        conditions: Conditions,
        store: ox.Store | None = None,
        ended: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._conditions = conditions
        self._store = store
        self._ended = ended
        self._connections: dict[int, socket.socket] = {}
        self._holders: dict[str, socket.socket] = {}
        self._poll = select.poll()
        self._waker, self._signalled = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._poll.register(self._waker, select.POLLIN)
        signal.set_wakeup_fd(self._signalled, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def connect(self) -> socket.socket:
        """Return the other end of a new connection, for a process to be forked."""
        ours, theirs = socket_pair()
        self.attach(ours)
        return theirs

    def attach(self, connection: socket.socket) -> None:
        """Serve a connection until it closes."""
        self._connections[connection.fileno()] = connection
        self._poll.register(connection.fileno(), select.POLLIN)

    def leave(self) -> None:
        """Close what a forked process inherits of a forker, and its signals."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        for held in (*self._connections.values(), *self._holders.values()):
            held.close()
        os.close(self._waker)
        os.close(self._signalled)

    def run(self, goes_on: Callable[[], bool] | None = None) -> None:
        """Serve while a condition holds: by default, while there is a connection."""
        while goes_on() if goes_on is not None else self._connections:
            for number, _ in self._poll.poll(_ALIVE * 1000):
                if number in self._connections:
                    self._hear(self._connections[number])
                else:
                    os.read(self._waker, 4096)
            self._reap()

    def _reap(self) -> None:
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self._ended(pid)

    def _hear(self, connection: socket.socket) -> None:
        try:
            packet, files, _, _ = socket.recv_fds(connection, _REQUEST, 1)
        except OSError:
            packet, files = b"", []
        if not packet:
            self._poll.unregister(connection.fileno())
            del self._connections[connection.fileno()]
            connection.close()
            return
        try:
            self._serve(packet, files)
        except (OSError, IndexError) as error:
            # whoever asked finds the socket closed, and asks anew
            _log.error("aucun processus ne peut être dédoublé : %s", error)
        finally:
            for number in files:
                os.close(number)

    def _serve(self, packet: bytes, files: list[int]) -> None:
        said = unpack_json(packet)
        if self._conditions.kept == "memory" and self._store is None:
            self._pass_on(said["release"], packet, files)
        else:
            self._fork_worker(Path(said["release"]), said["broker"], files[0])

    def _fork_worker(self, release: Path, broker: str, channel: int) -> None:
        parent = os.getpid()
        if os.fork():
            return
        try:
            _begin(parent, channel)
            isolated = self._conditions.remote is None and cut_network()
            evaluated = self._evaluator(release)
            work(evaluated, socket.socket(fileno=channel), self._conditions, broker, isolated)
        except (OSError, RuntimeError, ValueError) as error:
            _log.error("évaluateur de %s : %s", release, error)
        finally:
            os._exit(1)

    def _evaluator(self, release: Path) -> Evaluator:
        """Return what evaluates a query on a release: its store, or who has its graph."""
        store = self._store or ox.Store.read_only(str(release / STORE_FOLDER))
        remote, seconds = self._conditions.remote, self._conditions.limits.seconds
        if remote is None:
            return lambda question: nullcontext(evaluate(store, question))
        from server.engine.remote.remote_engine import remote_graph  # dear, and mostly not needed

        return remote_graph(remote, store, seconds).evaluated

    def _pass_on(self, release: str, packet: bytes, files: list[int]) -> None:
        """Let the forker that holds a release in memory fork; a new one where there is none."""
        for _ in range(2):
            holder = self._holders.get(release) or self._fork_holder(release)
            try:
                socket.send_fds(holder, [packet], files)
            except OSError:
                self._holders.pop(release).close()
            else:
                return

    def _fork_holder(self, release: str) -> socket.socket:
        ours, theirs = socket_pair()
        parent = os.getpid()
        if not os.fork():
            try:
                _begin(parent, theirs.fileno())
                holder = Forker(self._conditions, _in_memory(Path(release)))
                holder.attach(theirs)
                holder.run()
            except (OSError, RuntimeError, ValueError) as error:
                _log.error("magasin en mémoire de %s : %s", release, error)
            finally:
                os._exit(1)
        theirs.close()
        self._holders[release] = ours
        while len(self._holders) > _HELD_RELEASES:
            self._holders.pop(next(iter(self._holders))).close()
        return ours


def _begin(parent: int, kept: int) -> None:
    """Begin the life of a forked process: nothing of its parent's but one file."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    close_all_but(kept)
    die_with_parent(parent)


def _in_memory(release: Path) -> ox.Store:
    store = ox.Store()
    with gzip.open(release / QUADS_FILE) as dump:
        store.bulk_load(cast("IO[bytes]", dump), ox.RdfFormat.N_QUADS)
    return store


def start_forker(conditions: Conditions) -> "tuple[socket.socket, subprocess.Popen[bytes]]":
    """Start a forker; return a connection to it, which it ends with, and its process."""
    ours, theirs = socket_pair()
    module = "server.engine.pool.forker"
    with theirs:
        number = theirs.fileno()
        command = [sys.executable, "-P", "-m", module, str(number), _packed(conditions)]
        own = conditions.remote.environment() if conditions.remote else {}
        return ours, subprocess.Popen(
            command, pass_fds=[number], stdin=subprocess.DEVNULL, env=os.environ | own
        )


def _packed(conditions: Conditions) -> str:
    """Return conditions as an argument of a command, which others may read: no address in it."""
    said = {**vars(conditions), "limits": vars(conditions.limits)}
    said["remote"] = conditions.remote is not None
    return pack_json({**said, "prefixes": dict(conditions.prefixes)}).decode()


def _unpacked(argument: str) -> Conditions:
    """Return the conditions in an argument of a command."""
    said = unpack_json(argument.encode())
    remote = read_address(os.environ["METIERS_ENGINE"], os.environ) if said["remote"] else None
    return Conditions(QueryLimits(**said["limits"]), said["kept"], said["prefixes"], remote)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forker = Forker(_unpacked(sys.argv[2]))
    forker.attach(socket.socket(fileno=int(sys.argv[1])))
    forker.run()
