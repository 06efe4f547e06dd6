"""Bad peers: each ends in an error that says what it did, in bounded time."""

import base64
import time
from dataclasses import replace
from io import BufferedReader

import pyoxigraph as ox
import pytest

from server.engine.errors import (
    BusyError,
    DeadlineError,
    EngineError,
    RefusedQueryError,
    UnreachableError,
    WrongAnswerError,
)
from server.engine.remote.address import RemoteAddress
from server.engine.remote.client import RemoteClient
from server.engine.remote.results import ACCEPT, results_in
from tests.server.engine.remote.peer import Peer, answering, http
from tests.site import free_port

ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}'
SECONDS = 0.6


def ask(address: RemoteAddress, seconds: float = SECONDS) -> int:
    """Return how many rows come back."""
    client = RemoteClient(address, seconds)
    try:
        with client.asked([("query", "SELECT ?a {}")], ACCEPT["select"]) as body:
            results = results_in(BufferedReader(body), body.media_type, "select")
            assert isinstance(results, ox.QuerySolutions)
            return len(list(results))
    finally:
        client.close()


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (http(b"<html>Bonjour", "text/html"), WrongAnswerError, "répond en text/html"),
        (http(ROWS[:-20]), WrongAnswerError, "ne peut être lue"),
        (http(ROWS[:30], length=900), WrongAnswerError, "est coupée"),
        (http(b"\xff\xfe"), WrongAnswerError, "ne peut être lue"),
        (http(b'{"head":{},"boolean":true}'), WrongAnswerError, "ne peut être lue"),
        (http(ROWS, "application/sparql-results+json", "200 OK", "X-SQL-State: S1TAT"),
         WrongAnswerError, "qu'en partie \\(S1TAT\\)"),
        (http(ROWS, "application/sparql-results+json", "200 OK", "X-SPARQL-MaxRows: 10000"),
         WrongAnswerError, "les 10000 premières lignes"),
        (http(b"Virtuoso S1T00 Error", "text/plain", "500 Oh"), DeadlineError, "n'a pas tout"),
        (http(b"", "text/plain", "504 Late"), DeadlineError, "n'a pas tout"),
        (http(b"37000 Error SP030: syntax\nSELECT", "text/plain", "400 Bad"),
         RefusedQueryError, "refuse cette requête : 37000 Error SP030: syntax$"),
        (http(b"oups", "text/plain", "500 Oh"), WrongAnswerError, "répond 500 : oups"),
        (http(b"", "text/plain", "302 Found", "Location: http://192.0.2.1/"),
         WrongAnswerError, "répond 302"),
        (http(b"", "text/plain", "429 Slow"), BusyError, "occupé"),
        (http(b"", "text/plain", "503 No"), BusyError, "occupé"),
        (http(b"", "text/plain", "401 Who"), UnreachableError, "refuse l'identité"),
        (http(b"", "text/plain", "403 No"), UnreachableError, "refuse l'identité"),
        (b"SSH-2.0-x\r\n\r\n", UnreachableError, "coupée"),
        (b"", UnreachableError, "coupée"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_an_error(answer: bytes, error: type[EngineError], said: str) -> None:
    with answering(answer) as peer, pytest.raises(error, match=said):
        ask(peer.address)


def test_a_good_answer_is_read() -> None:
    with answering(http(ROWS)) as peer:
        assert ask(peer.address) == 1
    assert b"query=SELECT+%3Fa+%7B%7D" in peer.heard[0]


def test_a_silent_peer_is_given_up_in_time() -> None:
    began = time.monotonic()
    with answering([http(ROWS)], pause=30) as peer, pytest.raises(DeadlineError, match=r"0\.6 s"):
        ask(peer.address)
    assert time.monotonic() - began < 2.5 * SECONDS


def test_a_body_that_drips_is_given_up_in_time() -> None:
    answer = http(ROWS)
    pieces = [answer[:120], *(answer[place : place + 1] for place in range(120, len(answer)))]
    began = time.monotonic()
    with answering(pieces, pause=0.05) as peer, pytest.raises(DeadlineError):
        ask(peer.address)
    assert time.monotonic() - began < 2.5 * SECONDS


def test_nobody_there_is_told() -> None:
    with pytest.raises(UnreachableError, match="joint : connexion refusée"):
        ask(RemoteAddress(f"http://127.0.0.1:{free_port()}/sparql"))


def test_a_connection_that_was_closed_is_tried_once_more() -> None:
    with answering(b"", http(ROWS)) as peer:
        assert ask(peer.address) == 1
    assert len(peer.heard) == 2


def test_a_body_that_breaks_off_is_not_asked_for_again() -> None:
    broken = http(ROWS[:30], length=900)
    with answering(broken, http(ROWS)) as peer, pytest.raises(WrongAnswerError):
        ask(peer.address)
    assert len(peer.heard) == 1


def _authorization(heard: bytes) -> bytes:
    return heard.partition(b"Authorization: ")[2].partition(b"\r\n")[0]


def _challenged(challenge: str, times: int = 1) -> Peer:
    refusal = http(b"", "text/plain", "401 Who", f"WWW-Authenticate: {challenge}")
    with answering(*[refusal] * times, http(ROWS)) as peer:
        address = replace(peer.address, user="lectrice", password="secret")
        assert ask(address) == 1
    return peer


def test_a_password_is_sent_to_who_asks_for_it_only() -> None:
    peer = _challenged('Basic realm="x"')
    assert [_authorization(each) for each in peer.heard] == [
        b"",
        b"Basic " + base64.b64encode(b"lectrice:secret"),
    ]


def test_digest_never_sends_the_password() -> None:
    peer = _challenged('Digest realm="x", nonce="abc", qop="auth", algorithm=MD5')
    assert _authorization(peer.heard[1]).startswith(b'Digest username="lectrice", realm="x"')
    assert b"secret" not in peer.heard[1]


def test_a_token_goes_with_each_request() -> None:
    with answering(http(ROWS)) as peer:
        assert ask(replace(peer.address, token="jeton")) == 1
    assert _authorization(peer.heard[0]) == b"Bearer jeton"


def test_a_wrong_password_is_no_loop() -> None:
    refusal = http(b"", "text/plain", "401 Who", 'WWW-Authenticate: Basic realm="x"')
    with answering(refusal) as peer, pytest.raises(UnreachableError):
        ask(replace(peer.address, user="lectrice", password="secret"))
    assert len(peer.heard) == 2
