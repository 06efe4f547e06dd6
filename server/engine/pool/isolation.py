"""Isolation of a worker process: what it gives up, network, memory, life after death.

Linux only: the calls are those of its C library, which Python 3.11 does not offer.
"""

import ctypes
import fcntl
import os
import resource
import select
import signal
import socket
import struct
from threading import Thread

__all__ = [
    "bound_memory",
    "bound_processor",
    "close_all_but",
    "cut_network",
    "die_with_parent",
    "die_with_peer",
]

_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_PR_SET_PDEATHSIG = 1
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_C = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """End this process by a signal when its parent ends, at once if that has happened already."""
    _C.prctl(_PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        os._exit(0)


def die_with_peer(channel: socket.socket) -> None:
    """End this process, whatever it is doing, when nobody holds the other end of a socket."""

    def watch() -> None:
        gone = select.poll()
        gone.register(channel.fileno(), select.POLLRDHUP)
        gone.poll()
        os._exit(0)

    Thread(target=watch, name="veille", daemon=True).start()


def cut_network() -> bool:
    """Leave this process, and those it will fork, with no network but a loopback of their own.

    Return whether the system allowed it.
    """
    ways = (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    if not any(_C.unshare(way) == 0 for way in ways):
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
    return True


def bound_memory(added: int) -> None:
    """Let the address space grow by so many bytes from now on; leave no core behind."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        pages = int(statm.read().split()[0])
    bound = pages * resource.getpagesize() + added
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_processor(seconds: float) -> None:
    """End this process once it has used so many more seconds of processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def close_all_but(*kept: int) -> None:
    """Close every file but the standard ones and those given."""
    previous = 2
    for number in sorted({*kept, os.sysconf("SC_OPEN_MAX")}):
        os.closerange(previous + 1, number)
        previous = number
