"""The data road: what it answers behind the gateway, and that an application alone takes it too."""

import asyncio
import gc
import gzip
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from server.app import create_app
from server.engine.complexity import check
from server.engine.pool.limits import QueryLimits
from server.engine.remote.address import RemoteAddress
from server.gateway.gateway import Gateway
from server.gateway.reply import Reply
from server.gateway.request import Request
from server.gateway.wsgi import Call
from server.releases.current import CurrentRelease
from server.settings import Settings
from server.sparql.data_question import DataQuestion
from server.sparql.data_road import ROAD
from server.sparql.endpoint import DataEndpoints
from server.sparql.operation import FORM, QUERY

ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
Answered = tuple[int, dict[bytes, bytes], bytes]


@dataclass(frozen=True)
class Asked:
    """A request as a client makes it."""

    query: str = ""
    path: str = "/sparql"
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def scope(self) -> dict[str, Any]:
        given = [(name.lower().encode(), text.encode("latin-1")) for name, text in self.headers]
        if self.body:
            given.append((b"content-length", str(len(self.body)).encode()))
        return {
            "type": "http", "method": self.method, "path": self.path, "scheme": "http",
            "raw_path": quote(self.path).encode(), "query_string": self.query.encode(),
            "headers": [(b"host", b"e"), *given], "http_version": "1.1",
            "client": ("127.0.0.1", 1), "server": ("e", 80),
        }  # fmt: skip


def get(text: str, accept: str = "", path: str = "/sparql", **more: str) -> Asked:
    headers = (("Accept", accept),) if accept else ()
    return Asked(urlencode({"query": text, **more}), path, headers=headers)


def post(text: str | bytes, content_type: str, query: str = "") -> Asked:
    body = text if isinstance(text, bytes) else text.encode()
    return Asked(query, method="POST", body=body, headers=(("Content-Type", content_type),))


DATA = {
    "json": get(ALL, "application/sparql-results+json"),
    "xml": get(ALL, "application/sparql-results+xml"),
    "csv by suffix": get(ALL, path="/sparql.csv"),
    "tsv by parameter": get(ALL, format="tsv"),
    "ask": get("ASK { ?s ?p ?o }", "application/sparql-results+json;q=0.5, text/csv;q=0.2"),
    "no accept": get(ALL),
    "turtle": get(GRAPH, "text/turtle"),
    "json for a graph": get(GRAPH, "application/json"),
    "text/plain": get(GRAPH, "text/plain"),
    "n-quads by suffix": get(GRAPH, path="/sparql.nq"),
    "a graph": get(ALL, **{"default-graph-uri": "http://e/none"}),
    "form": post(urlencode({"query": ALL}), FORM),
    "direct": post(ALL, f"{QUERY}; charset=UTF-8"),
    "timeout": get(ALL, timeout="5"),
}
OTHERS = {
    "empty": get(" "),
    "unreadable": get("SELECT"),
    "update": get("INSERT DATA { <u:a> <u:b> <u:c> }"),
    "not acceptable": get(ALL, "image/png"),
    "only graphs": get(ALL, "text/turtle"),
    "service": get("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
    "twice": Asked(urlencode([("query", ALL), ("query", ALL)])),
    "no such suffix": get(ALL, path="/sparql.zip"),
    "empty suffix": get(ALL, path="/sparql."),
    "suffix in capitals": get(ALL, path="/sparql.CSV"),
    "synonym for a suffix": get(ALL, path="/sparql.srj"),
    "media type for a suffix": get(ALL, path="/sparql.text/csv"),
    "many media ranges": get(ALL, "text/csv" + ", image/png;q=0.1" * 100),
    "deep": get("SELECT * {" + "{" * 200 + "}" * 200 + "}"),
    "long": get("ASK {} #" + "x" * 20_000),
    "too slow": get(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o "
        ". ?p ?q ?r . ?s ?t ?u . ?v ?w ?x . ?y ?z ?z1 . ?z2 ?z3 ?z4 . ?z5 ?z6 ?z7 }",
        timeout="0.3",
    ),
    "bad timeout": get(ALL, timeout="soon"),
    "wrong type": post(ALL, "text/plain"),
    "wrong charset": post(ALL, f"{QUERY}; charset=latin-1"),
    "not utf-8": post(b"SELECT * { ?s ?p '\xff' }", QUERY),
    "put": Asked(method="PUT", body=b"x"),
    "head": Asked(get(ALL).query, method="HEAD"),
    "options": Asked(method="OPTIONS"),
    "sheet": get(ALL, path="/sparql/tableur.csv"),
    "sheet of nothing": get(GRAPH, path="/sparql/tableur.csv"),
    "store": Asked("default", "/store"),
    "store of a graph": Asked("graph=http://e/none", "/store"),
    "graph": Asked(path="/graph/ontologie.nq"),
    "no such graph": Asked(path="/graph/none.nq"),
    "vocabulary": Asked(path="/ontology", headers=(("Accept", "text/turtle"),)),
}
PAGES = {
    "page": get(ALL, "text/html"),
    "description": Asked(headers=(("Accept", "text/turtle"),)),
    "unreadable": get("SELECT", "text/html"),
    "graph": Asked(path="/graph/ontologie"),
    "no such graph": Asked(path="/graph/none", headers=(("Accept", "text/html"),)),
    "vocabulary": Asked(path="/ontology.html"),
}
"""What is asked of the road, and left to the application."""


@dataclass
class Site:
    """One application, with the gateway before it."""

    app: Flask
    settings: Settings
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __post_init__(self) -> None:
        current: CurrentRelease = self.app.extensions["current_release"]
        self.road: DataEndpoints = self.app.extensions[ROAD]
        self.gateway = Gateway(self.road, self.app, current, self.settings)
        self.runner.run(self._start())

    async def _start(self) -> None:
        self.road.start()

    def ask(self, asked: Asked) -> Answered:
        sent: list[MutableMapping[str, Any]] = []
        told = False

        async def receive() -> MutableMapping[str, Any]:
            nonlocal told
            if told:
                await asyncio.sleep(60)
            told = True
            return {"type": "http.request", "body": asked.body}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        self.runner.run(self.gateway(asked.scope(), receive, send))
        headers = dict(sent[0]["headers"])
        del headers[b"x-request-id"]
        headers.pop(b"content-length", None)  # a busy machine may send either way in pieces
        body = b"".join(each.get("body", b"") for each in sent[1:])
        if headers.get(b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
        return sent[0]["status"], headers, body

    def reply(self, asked: Asked) -> Reply | None:
        request = Request(asked.scope(), asked.body)
        return self.runner.run(self.road.answer(request, Call()))


@pytest.fixture(scope="module")
def site(home: Path, remote: RemoteAddress | None) -> Iterator[Site]:
    settings = Settings(home=home, cache=0, limits=QueryLimits(budget=0), remote=remote)
    site = Site(create_app(settings), settings)
    with site.runner:
        yield site
        site.road.close()


ADDED = {b"etag", b"cache-control", b"x-request-id"}
"""Headers that are the gateway's alone."""


@pytest.mark.parametrize("asked", (DATA | OTHERS).values(), ids=DATA | OTHERS)
def test_an_application_alone_answers_as_it_does_behind_its_gateway(
    site: Site, app: Flask, asked: Asked
) -> None:
    status, headers, body = site.ask(asked)
    alone = app.test_client().open(
        asked.path, method=asked.method, query_string=asked.query, data=asked.body,
        headers=list(asked.headers), base_url="http://e",
    )  # fmt: skip
    assert (status, body) == (alone.status_code, alone.data)
    said = {name.lower().encode(): value.encode() for name, value in alone.headers}
    said.pop(b"content-length", None)
    for name in (said.keys() | headers.keys()) - ADDED - {b"vary"}:
        assert said.get(name) == headers.get(name), name
    assert said.get(b"vary", b"").lower() in headers.get(b"vary", b"").lower()


@pytest.mark.parametrize("asked", DATA.values(), ids=DATA)
def test_the_road_answers_what_is_data(site: Site, asked: Asked) -> None:
    reply = site.reply(asked)
    assert reply is not None
    assert (reply.status, bool(reply.digest)) == (200, True)
    reply.close()


@pytest.mark.parametrize("asked", PAGES.values(), ids=PAGES)
def test_what_is_a_page_is_left_to_the_application(site: Site, asked: Asked) -> None:
    assert site.reply(asked) is None
    assert site.ask(asked)[0] in (200, 400, 404)


def test_a_coding_is_applied(site: Site) -> None:
    asked = Asked(DATA["json"].query, headers=(("Accept-Encoding", "gzip"),))
    assert site.ask(asked)[2] == site.ask(DATA["json"])[2]


@pytest.mark.parametrize(
    ("text", "remembered"),
    [
        ("SELECT ('then' AS ?n) {}", True),
        ("SELECT (NOW() AS ?n) {}", False),
        ("SELECT (rand() AS ?n) {}", False),
        ("SELECT (STRUUID() AS ?n) {}", False),
    ],
)
def test_what_changes_by_itself_is_not_remembered(site: Site, text: str, remembered: bool) -> None:
    _, headers, _ = site.ask(get(text, "text/csv"))
    assert (b"etag" in headers) is remembered


@pytest.mark.parametrize("name", ["unreadable", "only graphs", "too slow"])
def test_a_question_that_failed_keeps_no_release(site: Site, name: str) -> None:
    gc.collect()
    gc.disable()
    try:
        site.ask(OTHERS[name])
        assert not any(isinstance(each, DataQuestion) for each in gc.get_objects())
    finally:
        gc.enable()


def test_a_query_that_is_refused_is_judged_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def check_once(text: str) -> None:
        judged.append(text)
        check(text)

    monkeypatch.setattr("server.sparql.result_format.check", check_once)
    deep = "SELECT * {" + "{" * 120 + "}" * 120 + "}"
    status, _, body = site.ask(get(deep, "text/csv"))
    assert (status, judged) == (400, [deep])
    assert "imbrique" in body.decode()
    judged.clear()
    status, _, body = site.ask(get("SELEKT", "text/csv"))
    assert (status, judged) == (400, ["SELEKT"])
