"""A publisher on this machine that answers as a test says, and a few ways of answering badly."""

import io
import re
import socket
import struct
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import Any

from loader.fetch.addresses import Form, SourceAddress
from loader.fetch.limits import FetchLimits
from tests.loader import rome

Reply = Callable[[BaseHTTPRequestHandler], None]
FAST = FetchLimits(connect=2, read=0.3, whole=5, pauses=(0.01, 0.02))
CSV = {
    "unix_referentiel_code_rome_v460_utf8.csv": rome.CODES.encode(),
    "unix_referentiel_appellation_v460_utf8.csv": rome.APPELLATIONS.encode(),
}
DATED = "Wed, 01 Oct 2025 08:00:00 GMT"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up: they are meant to."""


class Publisher:
    """The server, what it will answer (the last answer stays), and what it was asked."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str) -> None:
        self.root = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, Message]] = []

    def answers(self, path: str, *replies: Reply, form: Form = Form.ZIP) -> SourceAddress:
        """Say what to answer at a path, and return its address."""
        self.replies[path] = list(replies)
        return SourceAddress("rome-v4", self.root + path, form)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append((handler.path, handler.headers))
        replies = self.replies[handler.path]
        (replies.pop(0) if len(replies) > 1 else replies[0])(handler)


@contextmanager
def publishing(context: SSLContext | None = None) -> Iterator[Publisher]:
    """Run a publisher on a free port until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            publisher.serve(self)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    publisher = Publisher(server, "https" if context else "http")
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)


def zipped(members: Mapping[str, bytes] = CSV, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            # A fixed date: two archives of the same members are the same bytes.
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def send(handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def whole(
    data: bytes, type_: str = "application/zip", cut: int | None = None, **more: str
) -> Reply:
    """Answer 200, whatever was asked; `cut` bytes come, then the connection ends."""
    fixed = {name.replace("_", "-"): value for name, value in more.items()}
    headers = {"Content-Type": type_, "Content-Length": str(len(data)), **fixed}

    def reply(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, headers)
        handler.wfile.write(data[:cut])

    return reply


def careful(data: bytes, etag: str = '"one"') -> Reply:
    """Answer as HTTP says: 304, 206 or 200."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        headers = {"ETag": etag, "Content-Type": "application/zip", "Last-Modified": DATED}
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        if handler.headers.get("If-None-Match") == etag:
            send(handler, 304, headers)
        elif asked and handler.headers.get("If-Range") == etag:
            resume(data, int(asked[1]), headers)(handler)
        else:
            send(handler, 200, {**headers, "Content-Length": str(len(data))})
            handler.wfile.write(data)

    return reply


def resume(data: bytes, start: int, headers: Mapping[str, str]) -> Reply:
    """Answer 206 from some byte on, whatever was asked."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        span = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        length = {"Content-Length": str(len(data) - start), "Content-Type": "application/zip"}
        send(handler, 206, {**length, **span, **headers})
        handler.wfile.write(data[start:])

    return reply


def status(code: int, **headers: str) -> Reply:
    return lambda handler: send(handler, code, {"Content-Length": "0", **headers})


def redirect(to: str) -> Reply:
    return status(302, Location=to)


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Hang up with a reset, before a word."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.rfile.close()
    handler.wfile.close()
    handler.connection.close()


def asleep(seconds: float) -> Reply:
    """Say nothing for a while."""
    return lambda _: time.sleep(seconds)


def dripping(pause: float, times: int) -> Reply:
    """Send a byte from time to time: no single wait is long."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, {"Content-Type": "application/zip", "Content-Length": str(2**20)})
        for _ in range(times):
            handler.wfile.write(b"P")
            time.sleep(pause)

    return reply


def chunked(pieces: int, piece: bytes, finish: bool = True) -> Reply:
    """Send chunks, without saying how many; then the last one, or nothing more."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, {"Content-Type": "application/zip", "Transfer-Encoding": "chunked"})
        for _ in range(pieces):
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n" if finish else b"")

    return reply
