"""What an operator sees: figures, logs, and the client behind a proxy."""

import json
import logging
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient

from server.app import create_app
from server.engine.remote.address import RemoteAddress
from server.engine.remote.client import RemoteClient
from server.gateway.access_log import kind_of
from server.gateway.request import REQUEST_ID
from server.operations.json_logs import configure
from server.settings import Settings, SettingsError
from server.sparql.query_pool import EXTENSION
from tests.server.engine.remote.peer import answering, http


def test_figures_are_for_private_addresses_only(client: FlaskClient) -> None:
    client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": "text/csv"})
    text = client.get("/metrics").text
    assert 'metiers_release{digest="0123456789abcdef' in text
    assert 'metiers_questions_total{how="answered"}' in text
    assert "metiers_pool_workers" in text
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "8.8.8.8"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/sparql", "sparql"), ("/doc/metier/MET.1.ttl", "data"), ("/ontology.ttl", "data"),
        ("/health/live", "health"), ("/", "page"), ("/metiers", "page"), ("/" + "x" * 999, "page"),
    ],
)  # fmt: skip
def test_kinds_of_requests_are_few(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_live_and_ready_are_told_apart(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    assert app.test_client().get("/health/live").status_code == 200
    assert app.test_client().get("/health/ready").status_code == 503
    assert app.test_client().get("/metrics").status_code == 200


def test_ready_says_how_the_pool_is(client: FlaskClient) -> None:
    said = client.get("/health").get_json()
    assert said["pool"]["workers"] >= 1
    assert isinstance(said["isolated"], bool)
    assert said["services"] == {}


def test_a_log_is_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info")
    token = REQUEST_ID.set("abc12345")
    try:
        try:
            raise ValueError("détail")
        except ValueError:
            logging.getLogger("essai").exception("échec %s", "é\n", extra={"status": 500})
    finally:
        REQUEST_ID.reset(token)
        logging.basicConfig(handlers=[], level="WARNING", force=True)
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["message"], said["status"]) == ("error", "échec é\n", 500)
    assert said["request"] == "abc12345"
    assert "détail" in said["exception"]


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.1"), (1, "8.8.4.4"), (2, "8.8.8.8")])
def test_a_proxy_is_believed_only_when_told_so(home: Path, proxies: int, seen: str) -> None:
    app = create_app(Settings(home=home, proxies=proxies))

    @app.get("/who")
    def who() -> str:
        return request.remote_addr or ""

    try:
        response = app.test_client().get(
            "/who",
            headers={"X-Forwarded-For": "1.1.1.1, 8.8.8.8, 8.8.4.4"},
            environ_base={"REMOTE_ADDR": "10.0.0.1"},
        )
        assert response.text == seen
    finally:
        app.extensions[EXTENSION].close()


def test_no_log_tells_an_address_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    configure("debug")
    key = "clef-secrete"
    try:
        with answering(http(b'{"head":{},"boolean":true}')) as peer:
            client = RemoteClient(RemoteAddress(f"{peer.address.url}?key={key}"), 5)
            with client.asked([("query", "ASK {}")], "*/*") as body:
                body.read()
            client.close()
    finally:
        logging.basicConfig(handlers=[], level="WARNING", force=True)
    assert key in str(peer.heard)
    assert capsys.readouterr().err == ""


def test_an_unknown_level_of_log_is_refused() -> None:
    with pytest.raises(SettingsError, match="METIERS_LOG"):
        Settings.from_environment({"METIERS_LOG": "bavard"})
