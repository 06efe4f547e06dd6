"""The gateway alone, around an application that is a function."""

import asyncio
from collections.abc import Iterable, MutableMapping
from typing import Any, cast

from server.gateway.gateway import Gateway
from server.gateway.reply import Reply
from server.gateway.request import Request
from server.gateway.wsgi import KEY, Call
from server.releases.current import CurrentRelease
from server.settings import Settings


class Opening:
    """A release that the first request opens, as in a process that has just begun."""

    digest = ""

    def is_due(self) -> bool:
        return False


class Application:
    """Counts the requests that reach it."""

    def __init__(self, opening: Opening) -> None:
        self.asked = 0
        self._opening = opening

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        self._opening.digest = environ[KEY].digest = "d1"
        start_response("200 OK", [("Content-Type", "text/csv"), ("Content-Length", "2")])
        return [b"ok"] if environ["REQUEST_METHOD"] == "GET" else []


class NoData:
    """A data road that leaves everything to the application."""

    async def answer(self, request: Request, call: Call) -> Reply | None:
        return None

    def charge(self, client: str, seconds: float) -> None:
        pass

    def start(self) -> None:
        pass

    def close(self) -> None:
        pass


def gateway_to(application: Application, opening: Opening) -> Gateway:
    return Gateway(NoData(), application, cast("CurrentRelease", opening), Settings())


def asked(
    gateway: Gateway, method: str = "GET", **headers: str
) -> tuple[int, dict[bytes, bytes], bytes]:
    named = {"host": "e"} | headers
    given = [(name.replace("_", "-").encode(), text.encode()) for name, text in named.items()]
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": "/x",
        "raw_path": b"/x", "query_string": b"", "headers": given,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(gateway(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_a_process_that_has_just_begun_knows_what_a_client_has() -> None:
    opening = Opening()
    first = Application(opening)
    status, headers, body = asked(gateway_to(first, opening), accept_encoding="gzip")
    assert (status, body) == (200, b"ok")
    later = Opening()
    again = gateway_to(Application(later), later)
    tag = headers[b"etag"].decode()
    assert asked(again, accept_encoding="gzip", if_none_match=tag)[0] == 304


def test_an_answer_is_given_again_without_asking_the_application() -> None:
    opening = Opening()
    application = Application(opening)
    gateway = gateway_to(application, opening)
    assert asked(gateway)[2] == asked(gateway)[2] == b"ok"
    assert application.asked == 1
    opening.digest = "d2"
    asked(gateway)
    assert application.asked == 2


def test_headers_have_a_bound() -> None:
    opening = Opening()
    gateway = gateway_to(Application(opening), opening)
    assert asked(gateway, cookie="a=b; " * 6000)[0] == 200
    assert asked(gateway, cookie="a=b; " * 7000)[0] == 431


def test_a_head_says_no_other_length_than_a_get() -> None:
    opening = Opening()
    gateway = gateway_to(Application(opening), opening)
    assert asked(gateway, "HEAD")[1].get(b"content-length") in (None, b"2")
    assert asked(gateway)[1][b"content-length"] == b"2"
    assert asked(gateway, "HEAD")[1][b"content-length"] == b"2"


def test_cookies_in_several_headers_are_those_in_one() -> None:
    def identity(*cookies: bytes) -> bytes:
        headers = [(b"cookie", each) for each in cookies]
        scope = {"method": "GET", "path": "/x", "query_string": b"", "headers": headers}
        return Request(scope, b"").identity

    assert identity(b"a", b"lang=en") == identity(b"a; lang=en") != identity(b"a,lang=en")
