"""What passes between the site, the supervisor and its workers: packets on UNIX sockets.

The sockets keep the bounds of packets (SOCK_SEQPACKET): a worker killed in the middle of one has
either sent it or not, so that the supervisor can add the last word on the same socket.

A question: packets of kind ``MORE``, then one of kind ``LAST``, whose bodies make JSON.
An answer: one ``WHOLE``, or a ``HEAD``, pieces of kind ``DATA`` and an ``END``; or an ``ERROR`` in
place of any of them, after which nothing comes.
A worker is given a socket as a ``TASK``, for one question, or as a ``LANE``, for one after another.
"""

import json
import socket
from collections.abc import Mapping
from enum import Enum
from typing import Any

from server.engine.errors import EngineError
from server.engine.interface import Question

__all__ = [
    "PIECE",
    "PacketKind",
    "pack_error",
    "pack_json",
    "question_packets",
    "receive",
    "receive_question",
    "send",
    "socket_pair",
    "unpack_json",
]

PIECE = 65_536
"""The longest body of a packet, in bytes: a packet must fit into a socket's buffer."""
_ROOM = PIECE + 4096
_LONGEST = 4_000
"""Characters of what an error says: it may quote the query, and must fit into a packet."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class PacketKind(Enum):
    """The first byte of a packet."""

    MORE = b"m"
    LAST = b"l"
    WHOLE = b"W"
    HEAD = b"H"
    DATA = b"D"
    END = b"E"
    ERROR = b"X"
    READY = b"R"
    DONE = b"d"
    TASK = b"t"
    LANE = b"n"


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets that keep the bounds of packets."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(to: socket.socket, kind: PacketKind, body: bytes = b"") -> None:
    """Send one packet; OSError where nobody reads any more."""
    to.sendmsg([kind.value, body])


def receive(source: socket.socket) -> tuple[PacketKind, bytes] | None:
    """Return the next packet, None where the other side has gone; OSError as sockets raise it."""
    packet = source.recv(_ROOM)
    return (PacketKind(packet[:1]), packet[1:]) if packet else None


def pack_json(value: Mapping[str, Any]) -> bytes:
    """Return a value as the body of a packet."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def pack_error(error: EngineError, retry: float = 0.0) -> bytes:
    """Return an error as the body of a packet; `retry` are the seconds to wait, or 0."""
    values = {
        name: value[:_LONGEST] if isinstance(value, str) else value
        for name, value in error.values.items()
    }
    said = {"error": type(error).__name__, "text": error.text[:_LONGEST], "values": values}
    return pack_json({**said, "retry": retry})


def unpack_json(body: bytes) -> dict[str, Any]:
    """Return the value in the body of a packet."""
    value: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return value


def question_packets(question: Question) -> list[tuple[PacketKind, bytes]]:
    """Return the packets that a question is sent in."""
    text = pack_json(vars(question))
    *parts, last = (text[start : start + PIECE] for start in range(0, len(text), PIECE))
    return [*((PacketKind.MORE, part) for part in parts), (PacketKind.LAST, last)]


def receive_question(source: socket.socket) -> Question | None:
    """Return a question, None where the other side left before its end."""
    parts: list[bytes] = []
    while packet := _received(source):
        kind, body = packet
        parts.append(body)
        if kind is PacketKind.LAST:
            found = unpack_json(b"".join(parts))
            for name in ("default_graphs", "named_graphs"):
                found[name] = tuple(found[name])
            return Question(**found)
    return None


def _received(source: socket.socket) -> tuple[PacketKind, bytes] | None:
    """Return the next packet; who left without having read all is gone as well."""
    try:
        return receive(source)
    except ConnectionResetError:
        return None
