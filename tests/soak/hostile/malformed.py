"""Requests that are no HTTP, or two requests for some who read them and one for others."""

from collections.abc import Iterator

from tests.soak.hostile.attack import ACCEPT, CLOSED, Attack, http

__all__ = ["MALFORMED"]

_REFUSED = frozenset({CLOSED, 400, 405, 408, 411, 413, 414, 431, 501, 505})
_FORM = "Content-Type: application/x-www-form-urlencoded"
_BODY = b"query=ASK+%7B%7D"
_INNER = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


def _framings() -> Iterator[tuple[str, list[str], bytes]]:
    """Yield headers and bodies that do not say clearly where a request ends."""
    length, chunked = f"Content-Length: {len(_BODY)}", "Transfer-Encoding: chunked"
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(_BODY), _BODY)
    yield "two lengths", [length, "Content-Length: 3"], _BODY
    yield "two lengths in one", ["Content-Length: 16, 3"], _BODY
    yield "a length below nothing", ["Content-Length: -1"], _BODY
    yield "a length with a sign", ["Content-Length: +16"], _BODY
    yield "a length in hexadecimal", ["Content-Length: 0x10"], _BODY
    yield "a length of spaces", ["Content-Length: 1 6"], _BODY
    yield "a length beyond integers", ["Content-Length: 99999999999999999999999999"], _BODY
    yield "a huge length", ["Content-Length: 10000000000"], _BODY
    yield "a length and chunks", ["Content-Length: 5", chunked], chunks + _INNER
    yield "chunks and a length", [chunked, "Content-Length: 5"], chunks + _INNER
    yield "chunks, then not", [chunked, "Transfer-Encoding: identity"], chunks
    yield "an unknown coding", ["Transfer-Encoding: xchunked"], chunks
    yield "chunks in a list", ["Transfer-Encoding: chunked, identity"], chunks
    yield "chunks after a space", ["Transfer-Encoding : chunked"], chunks
    yield "chunks on a folded line", ["Transfer-Encoding:\r\n chunked"], chunks
    yield "chunks behind a tab", ["Transfer-Encoding: \x0bchunked"], chunks
    yield "a chunk of no number", [chunked], b"zz\r\n" + chunks
    yield "a chunk below nothing", [chunked], b"-5\r\n" + chunks
    yield "a huge chunk", [chunked], b"ffffffffffffffffffff\r\n" + chunks
    yield "a chunk of 4 GB", [chunked], b"100000000\r\n" + b"#" * 1_200_000
    yield "a chunk without end", [chunked], b"5" * 100_000
    yield "a chunk's extension", [chunked], b"5;" + b"a" * 1_000_000 + b"\r\nquery\r\n0\r\n\r\n"
    yield "a chunk that is longer than it says", [chunked], b"3\r\nquery=ASK {}\r\n0\r\n\r\n"
    yield "trailers", [chunked], chunks[:-2] + b"X: y\r\n" * 50_000 + b"\r\n"


def _heads() -> Iterator[tuple[str, bytes]]:
    yield "a protocol before versions", b"GET /sparql\r\n\r\n"
    yield "a version to come", http("GET / HTTP/9.9")
    yield "no version", http("GET / HTTP/")
    yield "no protocol", http("GET / FOO/1.1")
    yield "HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 100
    yield "TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500
    yield "noise", bytes(range(256)) * 100
    yield "NULs", b"\0" * 100_000
    yield "an unknown method", http("HACK / HTTP/1.1")
    yield "a method in small letters", http("get / HTTP/1.1")
    yield "a method without end", http("G" * 100_000 + " / HTTP/1.1")
    yield "TRACE", http("TRACE / HTTP/1.1")
    yield "an address of two megabytes", http("GET /" + "a" * 2_000_000 + " HTTP/1.1")
    yield "a query of a megabyte", http("GET /sparql?query=" + "%23" * 350_000 + " HTTP/1.1")
    yield "a space in the address", http("GET /a b HTTP/1.1")
    yield "NUL in the address", http(b"GET /\0 HTTP/1.1")
    yield "bytes in the address", http(b"GET /\xff\xfe HTTP/1.1")
    yield "a header without a colon", http("GET / HTTP/1.1", ["nothing"])
    yield "a header without a name", http("GET / HTTP/1.1", [": x"])
    yield "a space in a name", http("GET / HTTP/1.1", ["X Y: z"])
    yield "NUL in a header", http("GET / HTTP/1.1", ["X: a\0b"])
    yield "a folded header", http("GET / HTTP/1.1", ["X: a\r\n b"])
    yield "a carriage return alone", http("GET / HTTP/1.1", ["X: a\rSmuggled: b"])
    yield "many headers", http("GET / HTTP/1.1", [f"X-{n}: y" for n in range(20_000)])
    yield "a header of a megabyte", http("GET / HTTP/1.1", ["X: " + "y" * 1_000_000])
    yield "a name of a megabyte", http("GET / HTTP/1.1", ["X" * 1_000_000 + ": y"])
    yield "two hosts", http("GET / HTTP/1.1", ["Host: evil.example"])
    yield "an evil host", b"GET / HTTP/1.1\r\nHost: a\"b<c>'d\r\nConnection: close\r\n\r\n"
    yield "no host", b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
    yield "lines without returns", b"GET / HTTP/1.1\nHost: x\nConnection: close\n\n"
    yield "another protocol", http("GET / HTTP/1.1", ["Upgrade: h2c", "Connection: Upgrade"])
    upgrade = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    yield "a web socket", http("GET /sparql HTTP/1.1", upgrade)
    yield "an expectation", http("GET / HTTP/1.1", ["Expect: 200-maybe"])
    yield "all of it", http("OPTIONS * HTTP/1.1")


def _all() -> Iterator[Attack]:
    for name, headers, body in _framings():
        raw = http("POST /sparql HTTP/1.1", [_FORM, ACCEPT, *headers], body)
        yield Attack(f"framing: {name}", raw, _REFUSED | {200, 404})
    for name, raw in _heads():
        yield Attack(f"head: {name}", raw, _REFUSED | {200, 404})


MALFORMED = list(_all())
