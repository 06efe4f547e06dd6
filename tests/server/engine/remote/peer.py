"""A peer on the loopback that answers what a test tells it to, byte by byte."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from server.engine.remote.address import RemoteAddress

__all__ = ["Peer", "answering", "http"]


@dataclass
class Peer:
    """What it was sent, a request each, and where it is."""

    address: RemoteAddress
    heard: list[bytes] = field(default_factory=list)


def http(
    body: bytes,
    media_type: str = "application/sparql-results+json",
    status: str = "200 OK",
    *more: str,
    length: int | None = None,
) -> bytes:
    """Return an answer as it goes over the wire; `length` is what it says of its length."""
    said = [
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body) if length is None else length}",
    ]
    head = "\r\n".join([f"HTTP/1.1 {status}", *said, *more, "", ""])
    return head.encode() + body


@contextmanager
def answering(*answers: bytes | Sequence[bytes], pause: float = 0.0) -> Iterator[Peer]:
    """Answer each request with the next of some answers, then with the last one again.

    A sequence is sent in pieces, with a pause before each. After an answer that is empty, or longer
    than it is, the connection is closed.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        peer = Peer(RemoteAddress(f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"))
        rest = list(answers)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    threading.Thread(target=hear, args=(connection,), daemon=True).start()

        def hear(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                while request := _request(connection):
                    peer.heard.append(request)
                    answer = rest.pop(0) if len(rest) > 1 else rest[0]
                    for piece in [answer] if isinstance(answer, bytes) else answer:
                        time.sleep(pause)
                        connection.sendall(piece)
                    if not answer or (isinstance(answer, bytes) and _is_short(answer)):
                        return

        threading.Thread(target=serve, daemon=True).start()
        yield peer
        listening.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found:
        if not (more := connection.recv(65_536)):
            return b""
        found += more
    head, _, body = found.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def _is_short(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    return f"Content-Length: {len(body)}".encode() not in head
