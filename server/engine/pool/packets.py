"""Packets between a web process and its workers: questions one way, answers the other.

A worker has one UNIX socket for its life, which keeps the bounds of packets (SOCK_SEQPACKET): a
worker killed in the middle of one has either sent it or not.

The worker says READY, with a file descriptor that stands for its process. A question is one packet;
its text is in a file of memory that comes with it where it is long. An answer is one ``WHOLE``, or
a ``HEAD``, pieces of kind ``DATA`` and an ``END``; or an ``ERROR`` in place of any of them.
"""

import json
import os
import socket
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from server.engine import errors
from server.engine.errors import EngineError
from server.engine.interface import Form, Question, Streamed

__all__ = [
    "HEAD",
    "PIECE",
    "Packet",
    "PacketKind",
    "error_in",
    "head_in",
    "pack_error",
    "pack_head",
    "pack_json",
    "receive",
    "receive_question",
    "send",
    "send_question",
    "socket_pair",
    "unpack_json",
    "whole_in",
]

PIECE: Final = 65_536
"""The longest body of a packet, in bytes: a packet must fit into a socket's buffer."""
_ROOM: Final = PIECE + 4096
_LONGEST: Final = 4_000
"""Characters of what an error says: it may quote the query, and must fit into a packet."""
_WARNINGS: Final = 8
_QUOTED: Final = 80
"""Warnings of an answer, and characters of each word that one quotes: its head goes with a body."""
HEAD: Final = 5000
"""The most bytes of a head with warnings."""
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


class PacketKind(Enum):
    """The first byte of a packet."""

    READY = b"R"
    QUESTION = b"Q"
    LONG = b"L"
    WHOLE = b"W"
    HEAD = b"H"
    DATA = b"D"
    END = b"E"
    ERROR = b"X"


Packet = tuple[PacketKind, bytes]


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets that keep the bounds of packets."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(to: socket.socket, kind: PacketKind, body: bytes = b"") -> None:
    """Send one packet; OSError where nobody reads any more."""
    to.sendmsg([kind.value, body])


def receive(source: socket.socket) -> Packet | None:
    """Return the next packet, None where the other side has gone; OSError as sockets raise it."""
    packet = source.recv(_ROOM)
    return (PacketKind(packet[:1]), packet[1:]) if packet else None


def pack_json(value: Mapping[str, Any]) -> bytes:
    """Return a value as the body of a packet."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def unpack_json(body: bytes) -> dict[str, Any]:
    """Return the value in the body of a packet."""
    value: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return value


def pack_error(error: EngineError) -> bytes:
    """Return an error as the body of a packet."""
    return pack_json(_said(error, _LONGEST))


def error_in(body: bytes) -> EngineError:
    """Return the error in the body of a packet."""
    return _error(unpack_json(body))


def pack_head(
    form: Form, media_type: str, total: int | None, warnings: Sequence[EngineError]
) -> bytes:
    """Return what is said of an answer as the head of a packet; of warnings, the first."""
    said = [_said(warning, _QUOTED) for warning in warnings[:_WARNINGS]]
    head = {"form": form, "media_type": media_type, "total": total}
    return pack_json({**head, "warnings": said} if said else head)


@lru_cache
def head_in(body: bytes) -> Mapping[str, Any]:
    """Return what the body of a packet says of an answer: the fields of `Streamed`, its body's."""
    said = unpack_json(body)
    return {**said, "warnings": tuple(map(_error, said.get("warnings", ())))}


def whole_in(body: bytes) -> Streamed:
    """Return a whole answer in the body of a packet: its head, whose length comes first, and it."""
    stop = 2 + int.from_bytes(body[:2], "big")
    return Streamed(**head_in(body[2:stop]), body=body[stop:])


def _said(error: EngineError, longest: int) -> dict[str, Any]:
    values = {
        name: value[:longest] if isinstance(value, str) else value
        for name, value in error.values.items()
    }
    return {"error": type(error).__name__, "text": error.text[:_LONGEST], "values": values}


def _error(said: Mapping[str, Any]) -> EngineError:
    error: EngineError = getattr(errors, said["error"])(said["text"], **said["values"])
    return error


def send_question(to: socket.socket, question: Question) -> None:
    """Send a question, which never waits; OSError where nobody reads any more."""
    body = pack_json(vars(question))
    if len(body) <= PIECE:
        send(to, PacketKind.QUESTION, body)
        return
    number = os.memfd_create("question")
    with os.fdopen(number, "wb") as file:
        file.write(body)
        file.flush()
        socket.send_fds(to, [PacketKind.LONG.value], [number])


def receive_question(source: socket.socket) -> Question | None:
    """Return the next question, None where the other side has gone."""
    packet, files, _, _ = socket.recv_fds(source, _ROOM, 1)
    if not packet:
        return None
    body = packet[1:]
    for number in files:
        with os.fdopen(number, "rb") as file:
            file.seek(0)
            body = file.read()
    found = unpack_json(body)
    for name in ("default_graphs", "named_graphs", "page"):
        found[name] = found[name] and tuple(found[name])
    return Question(**found)
