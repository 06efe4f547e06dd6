"""A release that moves, vanishes or wants for files: no wrong answer, an honest 503 at worst."""

import re
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server.release_fixture import point
from tests.server.releases.switches import (
    asked,
    clients,
    marked_release,
    status_of,
    switch,
    wait_well,
)
from tests.soak.served import Served, served

pytestmark = pytest.mark.server

DIGESTS = ["b" * 64, "a" * 64]
SETTINGS = {"budget": "0", "recheck": "0.1", "seconds": "1"}
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FILES, CROWD = 256, 600


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    for digest in DIGESTS:
        marked_release(folder, digest)
    return folder


@pytest.fixture
def home(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "home", symlinks=True))


@pytest.fixture
def server(home: Path) -> Iterator[Served]:
    with served(home, **SETTINGS) as running:
        yield running


def answers_from(server: Served, digest: str) -> bool:
    right = 200, [{"one": digest, "other": digest}]
    return status_of(f"{server.address}/health") == 200 and asked(server.address) == right


def test_current_moves_ten_times_a_second(server: Served, home: Path) -> None:
    with clients(server.address, 2, DIGESTS) as fared:
        switch(home, 100, DIGESTS, 0.08)
    assert fared.keys() <= {"200", "503", "page 200", "page 503"}
    assert fared["200"] > 20
    point(home, DIGESTS[0])
    wait_well(lambda: answers_from(server, DIGESTS[0]))


@pytest.mark.parametrize("mended", ["restored", "replaced"])
def test_a_release_deleted_in_use(server: Served, home: Path, mended: str) -> None:
    used, other = DIGESTS[1], DIGESTS[0]
    wait_well(lambda: answers_from(server, used))
    shutil.move(home / "releases" / used, home / "away")
    assert {asked(server.address)[0] for _ in range(20)} == {200}
    assert asked(server.address, HEAVY)[0] == 503
    assert {asked(server.address)[0] for _ in range(20)} == {200}
    with ThreadPoolExecutor(8) as crowd:
        heavy = [crowd.submit(asked, server.address, HEAVY) for _ in range(8)]
    assert {each.result()[0] for each in heavy} == {503}
    with clients(server.address, 1, [used]) as fared:
        said = [asked(server.address) for _ in range(20)]
    assert fared.keys() <= {"200", "503", "page 200"}
    assert all("lire ces données" in text for status, text in said if status != 200)
    if mended == "restored":
        shutil.move(home / "away", home / "releases" / used)
    else:
        point(home, other)
    wait_well(lambda: answers_from(server, used if mended == "restored" else other))


def test_more_connections_than_files(home: Path) -> None:
    with served(home, files=str(FILES), **SETTINGS) as server, ExitStack() as stack:
        where = urlsplit(server.address)
        crowd = [
            stack.enter_context(socket.create_connection((where.hostname, where.port), 5))
            for _ in range(CROWD)
        ]
        assert {asked(server.address)[0] for _ in range(20)} <= {200, 503}
        with ThreadPoolExecutor(32) as threads:
            statuses = Counter(threads.map(status_on, crowd))
        assert statuses.keys() == {200, 503}
        assert statuses[200] > FILES / 4
        point(home, DIGESTS[0])
        assert {asked(server.address)[0] for _ in range(20)} <= {200, 503}
        stack.close()
        wait_well(lambda: answers_from(server, DIGESTS[0]))
        assert max(server.held().files) < FILES / 2


def status_on(connection: socket.socket) -> int:
    """Ask on a connection; give the status of the answer, 0 where there is none."""
    with suppress(OSError):  # it may be refused, and the refusal is still to be read
        connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n")
    try:
        found = re.match(rb"HTTP/1\.1 (\d+) ", connection.recv(65_536))
    except OSError:
        return 0
    return int(found[1]) if found else 0
