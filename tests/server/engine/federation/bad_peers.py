"""Endpoints of ill will: a server on loopback that answers as the path of a call says."""

import gzip
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Final

__all__ = ["BEHAVIOURS", "BadPeer"]

_RESULT: Final = json.dumps(
    {
        "head": {"vars": ["x"]},
        "results": {"bindings": [{"x": {"type": "literal", "value": "de loin"}}]},
    }
).encode()
_ENOUGH: Final = 64 << 20
"""Bytes after which what goes on for ever stops all the same."""


class BadPeer:
    """Listens on a port of an address; `calls` counts those of each path, `open` those under way.

    A path is the name of a behaviour, whatever follows a second slash.
    """

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.calls: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self._listening = socket.create_server((address, 0), backlog=64)
        self.host = f"{address}:{self._listening.getsockname()[1]}"

    def __enter__(self) -> "BadPeer":
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with caller:
            caller.settimeout(30)
            request = b""
            while b"\r\n\r\n" not in request:
                request += (data := caller.recv(65_536))
                if not data:
                    return
            name = request.split(b" ")[1].decode().strip("/").partition("/")[0]
            self.calls[name] += 1
            self.open[name] += 1
            try:
                BEHAVIOURS.get(name, _fine)(caller, self.host)
            except OSError:
                pass  # whoever called has left
            finally:
                self.open[name] -= 1


def _head(*headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/sparql-results+json", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def _answers(body: bytes, *headers: str) -> Callable[[socket.socket, str], None]:
    """Return a behaviour of a server that takes itself for a good one."""
    return _says(_head(f"Content-Length: {len(body)}", *headers), body)


def _typed(media_type: str, body: bytes) -> Callable[[socket.socket, str], None]:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return _says(head.encode(), body)


def _chunk(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


_CHUNKED: Final = _head("Transfer-Encoding: chunked")


def _says(*parts: bytes) -> Callable[[socket.socket, str], None]:
    def play(caller: socket.socket, host: str) -> None:
        for part in parts:
            caller.sendall(part.replace(b"HOST", host.encode()))

    return play


def _repeats(beginning: bytes, part: bytes) -> Callable[[socket.socket, str], None]:
    def play(caller: socket.socket, host: str) -> None:
        caller.sendall(beginning)
        many = part * (1 + 65_536 // len(part))
        for _ in range(_ENOUGH // len(many)):
            caller.sendall(many)

    return play


def _drips(beginning: bytes, part: bytes) -> Callable[[socket.socket, str], None]:
    def play(caller: socket.socket, host: str) -> None:
        caller.sendall(beginning)
        for number in range(600):
            caller.sendall(part[number % len(part) :][:1])
            time.sleep(0.05)

    return play


def _silent(caller: socket.socket, host: str) -> None:
    while caller.recv(65_536):
        pass


_fine = _says(_head(f"Content-Length: {len(_RESULT)}"), _RESULT)
_XML: Final = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
    b"<results><result><binding name='x'><literal>1</literal></binding></result></results></sparql>"
)
_BOMB: Final = gzip.compress(b" " * (64 << 20), 9)

BEHAVIOURS: Final[dict[str, Callable[[socket.socket, str], None]]] = {
    "silent": _silent,
    "slow-head": _drips(b"", b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000),
    "slow-body": _drips(_head("Content-Length: 100000"), b" "),
    "slow-chunks": _drips(_CHUNKED, _chunk(b" ")),
    "slow-trailers": _drips(_CHUNKED + _chunk(_RESULT) + b"0\r\n", b"X-Slow: x\r\n"),
    "huge-head": _repeats(b"HTTP/1.1 200 OK\r\n", b"X-Large: x\r\n"),
    "one-header": _repeats(b"HTTP/1.1 200 OK\r\nX-Large: ", b"x" * 1000),
    "provisional": _repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "endless": _repeats(_head(), b" " * 1000),
    "tiny-chunks": _repeats(_CHUNKED, _chunk(b" ")),
    "chunk-extensions": _repeats(_CHUNKED, _chunk(b" ", b";x=" + b"y" * 5000)),
    "chunk-extension": _repeats(_CHUNKED + b"1;x=", b"y" * 1000),
    "trailers": _repeats(_CHUNKED + _chunk(_RESULT) + b"0\r\n", b"X-More: x\r\n"),
    "too-short": _says(_head("Content-Length: 20"), _RESULT),
    "too-long": _says(_head("Content-Length: 2000"), _RESULT),
    "two-lengths": _says(_head("Content-Length: 20", "Content-Length: 2000"), _RESULT),
    "negative": _says(_head("Content-Length: -1"), _RESULT),
    "unfinished": _says(_CHUNKED, _chunk(_RESULT)),
    "no-http": _says(b"220 mail.example ESMTP\r\n"),
    "nothing": _says(),
    "gzip": _says(_head("Content-Encoding: gzip", f"Content-Length: {len(_BOMB)}"), _BOMB),
    "gzip-chunks": _says(_head("Transfer-Encoding: gzip, chunked"), _chunk(_BOMB), b"0\r\n\r\n"),
    "error": _says(b"HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n"),
    "html": _typed("text/html", b"<html><title>Error</title></html>"),
    "untyped": _typed("", _RESULT),
    "csv": _typed("text/csv", b"x\r\n1\r\n"),
    "cut-json": _answers(_RESULT[:-1]),
    "cut-xml": _typed("application/sparql-results+xml", _XML.partition(b"</results>")[0]),
    "doctype": _typed("application/xml", b"<!DOCTYPE sparql []>" + _XML),
    "html-as-json": _answers(b"<html><title>Error</title></html>"),
    "no-iri": _answers(_RESULT.replace(b"literal", b"uri")),
    "boolean": _answers(b'{"head":{},"boolean":true}'),
    "timed-out": _answers(_RESULT, "X-SQL-State: S1TAT"),
    "cut-rows": _answers(_RESULT, "X-SPARQL-MaxRows: 1"),
    "loop": _says(b"HTTP/1.1 307 Here\r\nLocation: http://HOST/loop\r\n\r\n"),
    "away": _says(b"HTTP/1.1 307 There\r\nLocation: http://169.254.169.254/\r\n\r\n"),
    "file": _says(b"HTTP/1.1 308 There\r\nLocation: file:///etc/passwd\r\n\r\n"),
    "to-silence": _says(b"HTTP/1.1 307 There\r\nLocation: http://HOST/silent\r\n\r\n"),
}
