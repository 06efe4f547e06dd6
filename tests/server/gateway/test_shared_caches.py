"""No client is given, by our cache or by one before us, what another's headers have made."""

import asyncio
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask

from server.app import create_app
from server.gateway.gateway import Gateway
from server.http.negotiation import VARY
from server.settings import Settings
from server.sparql.data_road import ROAD
from tests.conftest import ROOT
from tests.readmes import code, table
from tests.server.gateway.test_server import DECODERS

NAMED = [
    each for row in table("server", "Les adresses") for each in code(row[0]) if each.startswith("/")
]
QUERY = quote("SELECT ?s { ?s a mg:Niveau } ORDER BY ?s LIMIT 3")
OTHERS = (
    f"/sparql?query={QUERY}", f"/sparql.csv?query={QUERY}", f"/sparql/tableur.csv?query={QUERY}",
    f"/sparql?query={quote('CONSTRUCT WHERE { ?s a mg:Niveau }')}", "/sparql?query=SELEKT",
    "/sparql.csv?query=SELEKT", "/sparql/tableur.csv", "/store?graph=x", "/graph/xyz", "/xyz",
    "/doc/metier/MET.0", "/doc/metier/MET.797.ttl", "/doc/metier/MET.797.xyz", "/ontology.xyz",
    "/recherche?q=a&type=xyz", "/explorer?format=xyz", "/explorer?format=json", "/metiers/",
    "/doc//metier/MET.797", "/metiers?lang=en", "/recherche?q=infirmier", "/suggestions?q=a",
    "/static/site.css", "/static/xyz", "/changes?release=xyz",
)  # fmt: skip
ADDRESSES = sorted({*NAMED, *OTHERS})
PLAIN = {"Host": "e", "X-Forwarded-For": "10.0.0.1", "Accept": "*/*"}
VARIED = (
    ("Accept", "text/html"), ("Accept", "text/turtle"), ("Accept", "application/json"),
    ("Accept", "image/png"),
    ("Accept-Language", "en"), ("Accept-Encoding", "gzip"), ("Accept-Encoding", "br, zstd;q=0.1"),
    ("Cookie", "lang=en"), ("Cookie", "a=b; lang=en"),
    ("Cookie", "lang=xx"), ("Host", "evil.example"),
    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Port", "81"), ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-For", "8.8.8.8"),
    ("X_Forwarded_Host", "evil.example"), ("X_Forwarded_For", "8.8.8.8"), ("Accept_Language", "en"),
    ("Forwarded", "for=8.8.8.8;host=evil.example"), ("X-Real-IP", "8.8.8.8"),
    ("X-Original-URL", "/xyz"), ("X-HTTP-Method-Override", "DELETE"),
    ("Range", "bytes=0-9"), ("Range", "bytes=99999999-"), ("If-Range", '"x"'), ("If-Match", '"x"'),
    ("If-None-Match", '"x"'), ("If-None-Match", "*"), ("Expect", "x"),
    ("If-Modified-Since", "Fri, 31 Dec 2100 23:59:59 GMT"),
    ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:01 GMT"), ("Origin", "https://evil.example"),
    ("User-Agent", "Googlebot"),
    ("Authorization", "Basic eDp5"), ("Content-Type", "application/x-www-form-urlencoded"),
    ("Content-Length", "0"), ("Content-Encoding", "gzip"), ("Upgrade", "websocket"),
    ("X-Requested-With", "XMLHttpRequest"),
    ("Cache-Control", "no-cache"),
)  # fmt: skip
CONDITIONAL = {206, 304, 412, 416}
"""Statuses that HTTP itself gives a part or nothing with, whoever asks."""
PASSING = {b"x-request-id", b"etag", b"date", b"expires", b"set-cookie", b"content-length"}
"""Headers that have an id, a clock or the whole request in them, or may be left out."""


class Told:
    """An answer: its status, its headers, its body."""

    def __init__(self, sent: list[MutableMapping[str, Any]]) -> None:
        self.status: int = sent[0]["status"]
        self.headers: Mapping[bytes, bytes] = dict(sent[0]["headers"])
        body = b"".join(each.get("body", b"") for each in sent[1:])
        coding = self.headers.get(b"content-encoding", b"").decode()
        self.body = DECODERS[coding](body) if coding and body else body

    @property
    def is_private(self) -> bool:
        control = self.headers.get(b"cache-control", b"")
        return b"private" in control or b"no-store" in control

    def is_like(self, other: "Told") -> bool:
        mine, theirs = (
            {name: each.headers[name] for name in each.headers.keys() - PASSING}
            for each in (self, other)
        )
        return (self.status, self.body, mine) == (other.status, other.body, theirs)


class Site:
    """A gateway that remembers and one that does not, before one application, behind a proxy."""

    def __init__(self, app: Flask) -> None:
        self.runner = asyncio.Runner()
        road, current = app.extensions[ROAD], app.extensions["current_release"]
        self.fresh = Gateway(road, app, current, Settings(proxies=1, cache=0))
        self.remembering = Gateway(road, app, current, Settings(proxies=1))
        self.runner.run(self._start(road))

    async def _start(self, road: Any) -> None:
        road.start()

    def ask(
        self,
        gateway: Gateway,
        address: str,
        *more: tuple[str, str],
        method: str = "GET",
        body: bytes = b"",
    ) -> Told:
        """Ask an address as everybody does, but for some headers."""
        parts = urlsplit(address)
        headers = PLAIN | dict(more)
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": parts.path,
            "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
            "headers": [(each.lower().encode(), text.encode()) for each, text in headers.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        coming = [{"type": "http.request", "body": body}]
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            if not coming:
                await asyncio.sleep(60)
            return coming.pop()

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        self.runner.run(gateway(scope, receive, send))
        return Told(sent)


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    """Give the site of an application that believes one proxy."""
    application = create_app(Settings(home=home, proxies=1))
    site = Site(application)
    with site.runner:
        yield site
        application.extensions[ROAD].close()


@pytest.mark.filterwarnings("ignore:unclosed file")  # of a file that is sent not at all
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_header_changes_is_in_vary_or_is_shared_with_nobody(
    site: Site, address: str
) -> None:
    plain = site.ask(site.fresh, address)
    remembered = site.ask(site.remembering, address)
    assert remembered.is_like(plain) or plain.is_private
    for name, value in VARIED:
        told = site.ask(site.fresh, address, (name, value))
        assert told.headers.get(b"vary", b"").decode() == VARY, (name, value)
        if not told.is_like(plain):
            is_conditional = name.startswith(("If-", "Range")) and told.status in CONDITIONAL
            is_apart = plain.is_private and told.is_private
            assert name in VARY.split(", ") or is_conditional or is_apart, (name, value)
        again = site.ask(site.remembering, address, (name, value))
        assert again.is_like(told) or told.is_private, (name, value)
        if (
            told.status == 200
            and b"etag" in again.headers
            and not name.startswith(("If-", "Range"))
        ):
            tag = ("If-None-Match", again.headers[b"etag"].decode())
            same = site.ask(site.remembering, address, (name, value), tag)
            assert (same.status, same.headers[b"vary"]) == (304, VARY.encode()), (name, value)


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_nothing_that_a_host_has_made(site: Site, address: str, name: str) -> None:
    told = site.ask(site.fresh, address, (name, "evil.example"), ("Accept", "text/html"))
    head = b"\n".join(b"%s: %s" % each for each in told.headers.items())
    assert b"evil.example" not in head + told.body or told.is_private


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "DELETE"])
@pytest.mark.parametrize("address", ["/", "/sparql", "/xyz", "/health", "/static/site.css"])
def test_all_methods_say_the_same_of_what_an_answer_depends_on(
    site: Site, address: str, method: str
) -> None:
    assert site.ask(site.fresh, address, method=method).headers[b"vary"].decode() == VARY


@pytest.mark.parametrize("remembering", [False, True], ids=["fresh", "remembered"])
def test_a_body_is_read_as_its_type_says(site: Site, remembering: bool) -> None:
    gateway = site.remembering if remembering else site.fresh
    form = ("Content-Type", "application/x-www-form-urlencoded")
    for _ in range(2):
        for kind, status in (
            (form, 200),
            (("Content-Type", "application/sparql-query"), 400),
            (("Content-Type", "text/plain"), 415),
        ):
            told = site.ask(
                gateway, "/sparql", kind, ("Accept", "text/csv"), method="POST", body=b"query=ASK{}"
            )
            assert (told.status, told.headers[b"vary"].decode()) == (status, VARY)


@pytest.mark.parametrize("header", [("Host", "a b"), ("Cookie", "x" * 40_000)])
def test_a_refusal_says_it_too(site: Site, header: tuple[str, str]) -> None:
    told = site.ask(site.fresh, "/", header)
    assert told.status in (400, 431)
    assert told.headers[b"vary"].decode() == VARY


def test_a_tag_of_bytes_that_are_coded_is_weak(site: Site) -> None:
    plain = site.ask(site.fresh, "/static/site.css")
    coded = site.ask(site.fresh, "/static/site.css", ("Accept-Encoding", "gzip"))
    assert coded.headers[b"content-encoding"] == b"gzip"
    assert coded.headers[b"etag"] == b"W/" + plain.headers[b"etag"]
    tag = coded.headers[b"etag"].decode()
    part = ("Range", "bytes=5-9"), ("If-Range", tag)
    assert site.ask(site.fresh, "/static/site.css", *part).status == 200
    assert site.ask(site.fresh, "/static/site.css", ("If-None-Match", tag)).status == 304


def test_no_module_takes_the_address_of_the_server_from_elsewhere() -> None:
    taken = (
        "root_url",
        "host_url",
        "base_url",
        "_external",
        "request.host",
        "request.url",
        "HTTP_HOST",
    )
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "server").rglob("*")
        if path.suffix in (".py", ".html", ".xml")
        and not {"node_modules", "federation"} & {*path.parts}
        if any(each in path.read_text("utf-8") for each in taken)
    ]
    assert found == ["server/http/own_address.py"]
