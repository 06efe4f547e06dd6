"""What a connection makes of bytes in which two may read different requests; no socket is used."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from server.gateway.connection import Connection
from server.gateway.request import BodyRoom, Gone, Refused, read_request
from server.gateway.response_headers import refusal
from server.gateway.streaming import send_reply

LONGEST = 1000
INNER = b"GET /smuggled HTTP/1.1\r\nHost: e\r\n\r\n"
ASK = b"query=ASK+%7B%7D"
CHUNKED = b"Transfer-Encoding: chunked"
CHUNKS = b"10\r\n" + ASK + b"\r\n0\r\n\r\n"
LENGTH = b"Content-Length: 16"
INNER_LENGTH = b"Content-Length: %d" % len(INNER)


class Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__({"peername": ("192.0.2.1", 1), "sockname": ("127.0.0.1", 80)})
        self.written = b""
        self.closing = False

    def write(self, data: Any) -> None:
        assert not self.closing
        self.written += data

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Met:
    """What a connection has let through, what it has answered, and whether it is closed."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes, dict[bytes, bytes]]] = []
        self.statuses: list[int] = []
        self.closed = False

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer 200 with nothing, as the gateway would: once the body is there."""
        try:
            request = await read_request(scope, receive, LONGEST, BodyRoom(1 << 20))
        except Gone:
            return
        except Refused as error:
            await send_reply(send, refusal(error.status), scope["method"])
            return
        await asyncio.sleep(0)
        self.asked.append((scope["path"], request.body, dict(scope["headers"])))
        start = {"status": 200, "headers": [(b"content-length", b"0")]}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": b""})

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


def met(*segments: bytes) -> Met:
    """Send segments to a connection, each read before the next comes."""
    found = Met()

    async def send() -> None:
        config = Config(
            found.answer, http=Connection, ws="none", interface="asgi3", proxy_headers=False,
            log_config=None,
        )  # fmt: skip
        connection, wire = Connection(config, ServerState(), {}), Wire()
        connection.connection_made(wire)
        for segment in segments:
            if not wire.closing:
                connection.data_received(segment)
            for _ in range(20):
                await asyncio.sleep(0)
        found.statuses = [int(each[:3]) for each in wire.written.split(b"HTTP/1.1 ")[1:]]
        found.closed = wire.closing
        connection.connection_lost(None)
        await asyncio.sleep(0)

    asyncio.run(send())
    return found


def get(*headers: bytes, target: bytes = b"/a", version: bytes = b"HTTP/1.1") -> bytes:
    return b"\r\n".join([b"GET %s %s" % (target, version), *headers]) + b"\r\n\r\n"


def post(*headers: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    return b"\r\n".join([b"POST /a " + version, b"Host: e", *headers]) + b"\r\n\r\n"


def ids(case: object) -> str | None:
    return case if isinstance(case, str) else None


SOUND: Sequence[tuple[str, Sequence[bytes], bytes]] = (
    ("a length", [post(LENGTH), ASK], ASK),
    ("a length behind blanks", [post(LENGTH + b" \t") + ASK], ASK),
    ("chunks", [post(CHUNKED) + CHUNKS], ASK),
    ("chunks in capitals, behind blanks", [post(b"Transfer-Encoding:  CHUNKED ") + CHUNKS], ASK),
    ("chunks of a byte", [post(CHUNKED), b"1\r\nx\r\n" * 900, b"0\r\n\r\n"], b"x" * 900),
    ("an extension", [post(CHUNKED), CHUNKS.replace(b"10\r", b"10;a=b\r")], ASK),
    ("a body on a GET", [get(b"Host: e", INNER_LENGTH), INNER], INNER),
    ("chunks on a GET", [get(b"Host: e", CHUNKED), CHUNKS], ASK),
    ("a host with a port", [get(b"Host: metiers.example:8000 ")], b""),
    ("an IPv6 host", [get(b"Host: [::1]:80")], b""),
    ("an empty host", [get(b"Host:")], b""),
    ("an absolute target", [get(b"Host: E:80", target=b"http://e:80/a?b")], b""),
    ("an upgrade without its connection", [post(b"Upgrade: x", LENGTH), ASK], ASK),
    ("a connection without its upgrade", [post(b"Connection: Upgrade", LENGTH), ASK], ASK),
)


@pytest.mark.parametrize(("name", "segments", "body"), SOUND, ids=ids)
def test_what_is_sound_is_read_and_followed(
    name: str, segments: Sequence[bytes], body: bytes
) -> None:
    found = met(*segments, INNER)
    assert [(path, told) for path, told, _ in found.asked] == [("/a", body), ("/smuggled", b"")]
    assert (found.statuses, found.closed) == ([200, 200], False)


CODINGS = (
    b"identity", b"xchunked", b"chunked, identity", b"gzip, chunked", b"identity, chunked",
    b"chunked, chunked", b"chunked,", b",chunked", b"chunked;q=1", b'"chunked"', b"",
    b"\x0bchunked",
    b"chunked\r\nTransfer-Encoding: chunked", b"chunked\r\nTransfer-Encoding: identity",
    b"identity\r\nTransfer-Encoding: chunked", b"\r\n chunked",
)  # fmt: skip
LENGTHS = (
    b"16\r\nContent-Length: 16", b"16\r\nContent-Length: 3", b"16, 16", b"+16", b"-1", b"", b"1 6",
    b"0x10", b"16;", b"18446744073709551632", b"1\r\n 6", b"\x0b16",
)  # fmt: skip
HOSTS = (
    b"X: y", b"Host: e\r\nHost: e", b"Host: e\r\nHost: f", b"Host: e/x", b"Host: a@e", b"Host: a,e",
    b"Host: e x", b"Host: e?x", b"Host: e#x", b"Host: e\\x", b"Host: <e>", "Host: é".encode(),
)  # fmt: skip
LINES = (
    b"X : y", b"X\t: y", b"X Y: z", b"X\0: y", b"X: y\0z", b": y", b"nothing", b" X: y",
    b"X: y\r\n z", b"X: y\rZ: z", b"X: y\nZ: z", b"X: y\r\r", b"X: y\x01", b"X: y\x7f",
    "é: y".encode(),
)  # fmt: skip
SIZES = (
    b"10 ", b" 10", b"0x10", b"", b"-10", b"10000000000000010", b"10;a\0", b"10;a\rb", b"10;a\n",
    b'10;a="\r\n"', b"10\n",
)  # fmt: skip
DOUBTFUL: Sequence[tuple[str, bytes]] = (
    *((f"coding {each!r}", post(b"Transfer-Encoding: " + each) + CHUNKS) for each in CODINGS),
    *((f"length {each!r}", post(b"Content-Length: " + each) + ASK) for each in LENGTHS),
    *((f"host {each!r}", get(each)) for each in HOSTS),
    *((f"line {each!r}", get(b"Host: e", each)) for each in LINES),
    *((f"chunk {each!r}", post(CHUNKED) + CHUNKS.replace(b"10", each, 1)) for each in SIZES),
    ("chunks then a length", post(CHUNKED, b"Content-Length: 5") + CHUNKS),
    ("a length then chunks", post(b"Content-Length: 5", CHUNKED) + CHUNKS),
    ("chunks of HTTP/1.0", post(CHUNKED, version=b"HTTP/1.0") + CHUNKS),
    ("chunks of HTTP/1.0, which stays",
     post(CHUNKED, b"Connection: keep-alive", version=b"HTTP/1.0") + CHUNKS),
    ("a chunk without its end", post(CHUNKED) + b"10\r\n" + ASK + b"0\r\n\r\n"),
    ("a chunk whose end is a line feed", post(CHUNKED) + b"10\r\n" + ASK + b"\n0\r\n\r\n"),
    ("a trailer without a colon", post(CHUNKED) + CHUNKS[:-2] + b"nothing\r\n\r\n"),
    ("a length in a trailer", post(CHUNKED) + CHUNKS[:-2] + b"Content-Length: 50\r\n\r\n"),
    ("chunks in a trailer", post(CHUNKED) + CHUNKS[:-2] + CHUNKED + b"\r\n\r\n"),
    ("line feeds alone", get(b"Host: e").replace(b"\r", b"")),
    ("HTTP/0.9", b"GET /a\r\n\r\n"),
    ("HTTP/0.9 with a host", b"GET /a\r\nHost: e\r\n\r\n"),
    ("HTTP/1.2", get(b"Host: e", version=b"HTTP/1.2")),
    ("HTTP/2.0", get(b"Host: e", version=b"HTTP/2.0")),
    ("another host in the target", get(b"Host: e", target=b"http://f/a")),
    ("another port in the target", get(b"Host: e", target=b"HTTP://e:81/a")),
    ("somebody in the target", get(b"Host: e", target=b"http://x@e/a")),
    ("a target that is a host", get(b"Host: e", target=b"e:80")),
    ("a tunnel", b"CONNECT e:80 HTTP/1.1\r\nHost: e:80\r\n\r\n"),
)  # fmt: skip


@pytest.mark.parametrize("apart", [False, True], ids=["together", "apart"])
@pytest.mark.parametrize(("name", "raw"), DOUBTFUL, ids=ids)
def test_where_in_doubt_it_answers_once_and_closes(name: str, raw: bytes, apart: bool) -> None:
    found = met(raw, INNER) if apart else met(raw + INNER)
    assert (found.asked, found.statuses, found.closed) == ([], [400], True)


@pytest.mark.parametrize("together", [False, True], ids=["apart", "together"])
@pytest.mark.parametrize("framing", [b"", INNER_LENGTH, CHUNKED], ids=ids)
@pytest.mark.parametrize("protocol", [b"websocket", b"h2c", b"x"], ids=bytes.decode)
@pytest.mark.parametrize("method", [b"GET", b"POST", b"OPTIONS"], ids=bytes.decode)
def test_an_upgrade_is_ignored_and_its_body_is_no_request(
    method: bytes, protocol: bytes, framing: bytes, together: bool
) -> None:
    lines = [b"Host: e", b"Connection: keep-alive, Upgrade", b"Upgrade: " + protocol, framing]
    head = method + get(*filter(None, lines)).removeprefix(b"GET")
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(INNER), INNER)
    body = {INNER_LENGTH: INNER, CHUNKED: chunks}.get(framing, b"")
    found = met(head + body + INNER) if together else met(head, body[:5], body[5:], INNER)
    ((path, told, _),) = found.asked
    assert (path, told) == ("/a", INNER if framing else b"")
    assert (found.statuses, found.closed) == ([200], True)


def test_an_upgrade_whose_body_is_in_doubt_is_refused() -> None:
    upgrade = b"Connection: Upgrade\r\nUpgrade: x"
    for coding in (b"gzip", b"identity, chunked"):
        found = met(post(upgrade, b"Transfer-Encoding: " + coding), CHUNKS, INNER)
        assert (found.asked, found.statuses, found.closed) == ([], [400], True)


@pytest.mark.parametrize("together", [False, True], ids=["apart", "together"])
@pytest.mark.parametrize(
    "trailer",
    [b"X-Forwarded-For: 10.0.0.1", b"Cookie: lang=en", b"Host: f", b"Expect: 100-continue",
     b"Connection: upgrade\r\nUpgrade: x"],
)  # fmt: skip
def test_a_trailer_is_no_header_of_its_request_nor_of_the_next(
    trailer: bytes, together: bool
) -> None:
    parts = post(CHUNKED), CHUNKS[:-2] + trailer + b"\r\n\r\n", INNER
    found = met(b"".join(parts)) if together else met(*parts)
    own = {b"host": b"e", b"transfer-encoding": b"chunked"}
    assert found.asked == [("/a", ASK, own), ("/smuggled", b"", {b"host": b"e"})]
    assert (found.statuses, found.closed) == ([200, 200], False)


@pytest.mark.parametrize(
    "piece",
    [b"X: y\r\n" * 5000, b"X: " + b"y" * 30_000, b"y" * 30_000],
    ids=["many", "long", "a long name"],
)
@pytest.mark.parametrize("start", [CHUNKS[:-2], b"0;"], ids=["trailer", "extension"])
def test_what_surrounds_a_body_has_a_bound(start: bytes, piece: bytes) -> None:
    found = met(post(CHUNKED), start, *[piece] * 10)
    assert (found.asked, found.statuses, found.closed) == ([], [400], True)


@pytest.mark.parametrize("together", [False, True], ids=["apart", "together"])
def test_a_request_is_answered_though_no_other_can_be_read_behind_it(together: bool) -> None:
    parts = get(b"Host: e"), post(LENGTH) + ASK, b"nonsense\r\n\r\n" + INNER, INNER
    found = met(b"".join(parts)) if together else met(*parts)
    assert found.paths == ["/a", "/a"]
    assert found.statuses == ([200, 200] if together else [200, 200, 400])
    assert found.closed


def test_a_body_that_cannot_be_read_is_refused_in_its_turn() -> None:
    found = met(get(b"Host: e") + post(CHUNKED) + b"zz\r\n" + INNER)
    assert (found.paths, found.statuses, found.closed) == (["/a"], [200, 400], True)


def test_nothing_is_read_behind_a_refusal() -> None:
    for raw in (
        post(b"Content-Length: 2000") + b"x" * 2000,
        get(b"Host: e", b"X: " + b"y" * 40_000),
    ):
        found = met(raw + INNER)
        assert (found.asked, found.closed) == ([], True)
        assert found.statuses in ([413], [431])


def test_who_waits_for_a_word_before_a_long_body_gets_the_last_one() -> None:
    expecting = b"Expect: 100-continue"
    assert met(post(expecting, LENGTH), ASK).statuses == [100, 200]
    assert met(post(expecting, b"Content-Length: 2000")).statuses == [413]
    old = met(post(expecting, LENGTH, version=b"HTTP/1.0"), ASK)
    assert (old.statuses, old.closed) == ([200], True)


@pytest.mark.parametrize("headers", [(), (b"Host: e",), (b"Host: e", b"Connection: keep-alive")])
def test_an_old_client_asks_once(headers: tuple[bytes, ...]) -> None:
    found = met(get(*headers, version=b"HTTP/1.0") + INNER)
    assert (found.paths, found.closed) == (["/a"], True)
