from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from loader.corpus.problems import LoaderError, UsageError
from loader.publish.target import TargetError, open_target
from tests.loader.command import Metiers
from tests.site import free_port

WHO = {"METIERS_PUBLISH_USER": "u", "METIERS_PUBLISH_PASSWORD": "secret"}


class Store:
    """A store that says what it is told to; `asked` are paths and credentials."""

    def __init__(self) -> None:
        self.server, self.status, self.body = "Oxigraph/0.5", 200, b""
        self.more: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []


@pytest.fixture
def store() -> Iterator[tuple[str, Store]]:
    said = Store()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.reply()

        def reply(self) -> None:
            said.asked.append((self.path, self.headers.get("Authorization", "")))
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(said.body)), **said.more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        def version_string(self) -> str:
            return said.server

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}", said
    running.shutdown()
    running.server_close()
    thread.join(2)


def test_another_store_is_refused(store: tuple[str, Store]) -> None:
    url, said = store
    said.server = "nginx"
    with pytest.raises(TargetError, match="ni Oxigraph ni Virtuoso"), open_target(url, {}):
        pass


def test_credentials_go_where_they_must_and_are_not_told(store: tuple[str, Store]) -> None:
    url, said = store
    with open_target(url, WHO) as target:
        said.status = 403
        with pytest.raises(TargetError, match="METIERS_PUBLISH_USER") as told:
            target.update(["DROP SILENT GRAPH <urn:x>"])
    assert "secret" not in str(told.value)
    assert [given for _, given in said.asked] == ["", "Basic dTpzZWNyZXQ="]


def test_a_virtuoso_is_never_told_a_password_in_clear(store: tuple[str, Store]) -> None:
    url, said = store
    said.server = "Virtuoso/07.20"
    with open_target(url, WHO) as target:
        said.status, said.more = (
            401,
            {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'},
        )
        with pytest.raises(TargetError, match="401"):
            target.add([("urn:x", [b"<urn:a> <urn:b> <urn:c> .\n"])])
    sent = [given for _, given in said.asked]
    assert sent[:2] == ["", ""]
    assert sent[2].startswith("Digest ")
    assert "secret" not in sent[2]


def test_no_password_goes_over_the_open_net_in_clear(
    store: tuple[str, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, _ = store
    monkeypatch.setattr("loader.publish.target._is_this_machine", lambda _: False)
    with pytest.raises(UsageError, match="https"), open_target(url, WHO):
        pass


@pytest.mark.parametrize(
    ("more", "body", "reason"),
    [
        ({"X-SPARQL-MaxRows": "10"}, b"{}", "coupée"),
        ({"X-SQL-State": "S1TAT"}, b"{}", "coupée"),
        ({}, b"<html>", "illisible"),
        ({}, b"[]", "illisible"),
        ({}, b'{"results": {"bindings": 3}}', "illisible"),
    ],
)
def test_a_cut_or_broken_answer_is_no_answer(
    store: tuple[str, Store], more: dict[str, str], body: bytes, reason: str
) -> None:
    url, said = store
    with open_target(url, {}) as target:
        said.more, said.body = more, body
        with pytest.raises(TargetError, match=reason):
            target.rows("graphs")


def test_no_redirect_is_followed(store: tuple[str, Store]) -> None:
    url, said = store
    with open_target(url, {}) as target:
        said.status, said.more = 307, {"Location": "http://127.0.0.1:9/"}
        with pytest.raises(TargetError, match="réponse 307"):
            target.update(["DROP SILENT GRAPH <urn:x>"])


def test_what_cannot_be_reached_is_told(metiers: Metiers) -> None:
    closed = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(TargetError, match="personne n'y répond"), open_target(closed, {}):
        pass
    for url in ("ftp://e/", "http://u:p@e/", "e"):
        with pytest.raises(LoaderError), open_target(url, {}):
            pass
    assert metiers("publish", closed).status == 1
