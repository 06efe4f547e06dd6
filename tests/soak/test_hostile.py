"""Requests that mean harm, one after the other, and after each a question like any other."""

import itertools
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.server.release_fixture import write_release
from tests.soak.hostile.attack import ACCEPT, Attack, faults, http, posting, send
from tests.soak.hostile.bombs import BOMBS, DEEP, LONG
from tests.soak.hostile.calls import CALLS, PORT, UPDATES
from tests.soak.hostile.canary import Canary
from tests.soak.hostile.encodings import ENCODINGS
from tests.soak.hostile.malformed import MALFORMED
from tests.soak.served import SETTLED, Held, Served, served

pytestmark = pytest.mark.soak

ANOTHER = "127.0.0.2"
"""Who asks the ordinary questions: one client has its share of the server, and no more."""
SETTINGS = {"seconds": "0.5", "budget": "0", "memory": "268435456", "cache": "2097152"}
PROMPT = 2.0
"""Seconds in which an ordinary question is answered, whatever came before it."""
LONG_ANSWER = "SELECT * { ?s ?p ?o . ?t ?q ?u } LIMIT 30000"
CROWD = 300
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_release(folder, "0123456789abcdef" * 4)
    return folder


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as listening:
        yield listening


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Served]:
    with served(home, **SETTINGS) as running:
        yield running


@pytest.fixture(scope="module")
def before(server: Served) -> Held:
    """Give what the server held before it met anybody of ill will, each of its processes awake."""
    for _ in range(6):
        send(server.address, asked(LONG_ANSWER))
        send(server.address, http("GET /doc/metier/MET.797 HTTP/1.1", ["Accept: text/html"]))
    with ThreadPoolExecutor(16) as crowd:
        for number in range(200):
            crowd.submit(send, server.address, asked(f"ASK {{ FILTER({number} > 0) }}"))
    time.sleep(SETTLED)
    return server.held()


@pytest.fixture(autouse=True)
def nobody_is_hurt(server: Served, before: Held, canary: Canary) -> Iterator[None]:
    yield
    answers(server)
    assert canary.calls == []


def asked(query: str) -> bytes:
    return http(f"GET /sparql?query={quote(query)} HTTP/1.1", [ACCEPT])


def answers(server: Served) -> None:
    """Ask two questions that nobody has asked before: one is true, one is not."""
    for truth in (True, False):
        number = next(_numbers)
        other = number if truth else number + 1
        began = time.monotonic()
        query = f"ASK {{ VALUES ?n {{ {number} }} FILTER(?n = {other}) }}"
        reply = send(server.address, asked(query), ANOTHER)
        assert time.monotonic() - began < PROMPT
        assert reply.status == 200
        assert json.loads(reply.body)["boolean"] is truth


def towards(canary: Canary, attack: Attack) -> bytes:
    assert len(str(canary.port)) == len(str(PORT))
    return attack.raw.replace(str(PORT).encode(), str(canary.port).encode())


def connected(server: Served) -> socket.socket:
    parts = urlsplit(server.address)
    return socket.create_connection((parts.hostname, parts.port), 10)


@pytest.mark.parametrize("attack", BOMBS, ids=str)
def test_a_bomb_is_put_out(server: Served, attack: Attack) -> None:
    began = time.monotonic()
    assert faults(attack, send(server.address, attack.raw)) == []
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("attack", [*DEEP, *LONG], ids=str)
def test_what_is_deep_or_long_breaks_nothing(server: Served, attack: Attack) -> None:
    assert faults(attack, send(server.address, attack.raw)) == []


@pytest.mark.parametrize("attack", CALLS, ids=str)
def test_nobody_is_called(server: Served, canary: Canary, attack: Attack) -> None:
    assert faults(attack, send(server.address, towards(canary, attack))) == []


@pytest.mark.parametrize("attack", UPDATES, ids=str)
def test_nothing_is_written(server: Served, canary: Canary, attack: Attack) -> None:
    assert faults(attack, send(server.address, towards(canary, attack))) == []


@pytest.mark.parametrize("attack", ENCODINGS, ids=str)
def test_what_cannot_be_read_is_refused(server: Served, attack: Attack) -> None:
    assert faults(attack, send(server.address, attack.raw)) == []


@pytest.mark.parametrize("attack", MALFORMED, ids=str)
def test_what_is_no_request_is_refused(server: Served, attack: Attack) -> None:
    assert faults(attack, send(server.address, attack.raw)) == []


def test_a_crowd_of_slow_heads_bodies_and_readers(server: Served) -> None:
    slow = {
        "heads": b"GET /sparql?query=ASK",
        "bodies": posting(b"x" * 1000)[:-999],
        "readers": asked(LONG_ANSWER).replace(b"close", b"keep-alive"),
    }
    with ExitStack() as stack:
        for raw in slow.values():
            for _ in range(CROWD):
                client = stack.enter_context(connected(server))
                client.sendall(raw)
            time.sleep(0.2)
            answers(server)
        for _ in range(5):
            answers(server)
            time.sleep(0.2)


def test_a_crowd_that_leaves_its_bombs(server: Served) -> None:
    for _ in range(CROWD):
        with connected(server) as client:
            client.sendall(BOMBS[0].raw)
    answers(server)


def test_a_crowd_that_says_nothing_or_hangs_up_hard(server: Served) -> None:
    reset = b"\1\0\0\0\0\0\0\0"
    for number in range(CROWD):
        with connected(server) as client:
            if number % 2:
                client.sendall(asked(LONG_ANSWER))
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
    answers(server)


def test_a_crowd_of_bombs_leaves_room_for_others(server: Served) -> None:
    bombs = [each.raw for each in BOMBS[:8] * 2]
    with ThreadPoolExecutor(len(bombs)) as crowd:
        sent = [crowd.submit(send, server.address, raw) for raw in bombs]
        for _ in range(5):
            answers(server)
        assert {each.result().status for each in sent} <= {200, 503}


def test_a_crowd_of_long_texts_leaves_room_for_others(server: Served) -> None:
    """What is refused before any evaluation costs the server too."""
    long = [each for each in DEEP if "negations, 2" in each.name or "disjunctions, 6" in each.name]
    with ThreadPoolExecutor(24) as crowd:
        sent = [crowd.submit(send, server.address, each.raw) for each in long * 48]
        for _ in range(4):
            answers(server)
        assert {each.result().status for each in sent} == {400}


def test_all_is_as_it_was(server: Served, before: Held) -> None:
    time.sleep(SETTLED)
    after = server.held_at_rest(before)
    assert after.processes == before.processes
    assert sum(after.files) <= sum(before.files) + 10
    assert after.memory < before.memory * 1.3 + 20
