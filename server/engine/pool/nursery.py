"""A process that forks the workers of one release, and holds nothing but what they share.

It is forked from the supervisor, has one thread, and loads the store itself only where the engine
is to hold it in memory: its workers then share the pages they do not write to.
"""

import gzip
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from server.engine.pool.isolation import close_all_but, cut_network, die_with_parent
from server.engine.pool.limits import Conditions
from server.engine.pool.packets import PacketKind, pack_json, send, socket_pair
from server.engine.pool.worker import work
from server.releases.layout import QUADS_FILE, STORE_FOLDER

__all__ = ["Nursery", "open_nursery"]


@dataclass(frozen=True)
class Nursery:
    """The supervisor's end of a nursery: its process, and the socket to ask for workers on."""

    pid: int
    control: socket.socket

    def ask_for_worker(self) -> socket.socket:
        """Return the control socket of a worker that is about to be born; OSError if it cannot."""
        ours, theirs = socket_pair()
        with theirs:
            socket.send_fds(self.control, [b"w"], [theirs.fileno()])
        return ours


def open_nursery(release: Path, conditions: Conditions) -> Nursery:
    """Fork a nursery; it says READY on its control socket, or ends if the store cannot be read."""
    ours, theirs = socket_pair()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            close_all_but(theirs.fileno())
            die_with_parent(parent)
            _tend(release, theirs, conditions)
        finally:
            os._exit(1)
    theirs.close()
    return Nursery(pid, ours)


def _tend(release: Path, control: socket.socket, conditions: Conditions) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    isolated = cut_network()
    store = _in_memory(release) if conditions.kept == "memory" else None
    send(control, PacketKind.READY, pack_json({"isolated": isolated}))
    me = os.getpid()
    while True:
        packet, files, _, _ = socket.recv_fds(control, 16, 1)
        if not packet:
            os._exit(0)
        if os.fork() == 0:
            try:
                close_all_but(files[0])
                die_with_parent(me)
                opened = store or ox.Store.read_only(str(release / STORE_FOLDER))
                work(opened, socket.socket(fileno=files[0]), conditions)
            finally:
                os._exit(1)
        os.close(files[0])


def _in_memory(release: Path) -> ox.Store:
    store = ox.Store()
    with gzip.open(release / QUADS_FILE) as dump:
        store.bulk_load(cast("IO[bytes]", dump), ox.RdfFormat.N_QUADS)
    return store
