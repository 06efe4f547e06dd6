"""Replicas behind a balancer that knows nothing of them: the same bytes and the same ETags."""

import itertools
import os
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site import METIERS, serving, wait_ready

ROUNDS = 6
ADDRESSES = (
    "/",
    "/doc/metier/MET.797.html",
    "/doc/metier/MET.797.ttl",
    "/metiers",
    "/explorer",
    "/panorama",
    "/recherche?q=comptable",
    "/suggestions?q=compta",
    "/manifest.json",
    "/dump/dataset.nq.gz",
    "/tables/metiers.csv",
    "/changes",
    "/conflits",
    "/resolve?code=M1605",
    "/store?default",
    "/sparql?format=csv&query=SELECT%20*%20%7B%20%3Fs%20a%20%3Ft%20%7D%20LIMIT%2050",
)
OF_THE_SAME = ("ETag", "Last-Modified", "Content-Type", "Cache-Control", "Vary")


@contextmanager
def balanced(addresses: Sequence[str]) -> Iterator[str]:
    """Give an address whose connections go to each of some servers in turn, byte for byte."""
    turns = itertools.cycle([(place.hostname, place.port) for place in map(urlsplit, addresses)])
    listening = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def start(work: object, *arguments: socket.socket) -> None:
        threads.append(threading.Thread(target=work, args=arguments, daemon=True))  # type: ignore[arg-type]
        threads[-1].start()

    def carry(taken: socket.socket, given: socket.socket) -> None:
        with suppress(OSError):
            while data := taken.recv(65536):
                given.sendall(data)
        with suppress(OSError):
            given.shutdown(socket.SHUT_WR)

    def relay(client: socket.socket) -> None:
        with client, socket.create_connection(next(turns)) as server:
            back = threading.Thread(target=carry, args=(server, client), daemon=True)
            back.start()
            carry(client, server)
            back.join()

    def accept() -> None:
        with suppress(OSError):
            while True:
                start(relay, listening.accept()[0])

    start(accept)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in threads:
            thread.join(5)


def answer(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return what a new connection is answered: status, the headers that caches read, body."""
    asked = urllib.request.Request(address + path, headers=headers | {"Connection": "close"})
    try:
        with urllib.request.urlopen(asked, timeout=30) as told:
            said = {name: told.headers.get(name, "") for name in OF_THE_SAME}
            return told.status, said, told.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {"ETag": error.headers.get("ETag", "")}, error.read()


def pull(home: Path, origin: str) -> None:
    environ = {**os.environ, "METIERS_HOME": str(home)}
    subprocess.run([METIERS, "pull", origin], env=environ, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_replicas_answer_as_their_origin_does(
    planted: Path, smaller: Path, tmp_path: Path, count: int
) -> None:
    homes = [tmp_path / f"replica-{number}" for number in range(count)]
    with serving(planted.parents[1]) as origin, ExitStack() as running:
        for home in homes:
            pull(home, origin)
        replicas = [running.enter_context(serving(home)) for home in homes]
        with balanced(replicas) as address:
            for path in ADDRESSES:
                first = answer(origin, path)
                assert (first[0], bool(first[1]["ETag"])) == (200, True)
                for _ in range(ROUNDS):
                    assert answer(address, path) == first
                tag = {"If-None-Match": first[1]["ETag"]}
                assert {answer(address, path, **tag)[0] for _ in range(ROUNDS)} == {304}
            with serving(smaller.parents[1]) as other:
                for home in homes:
                    pull(home, other)
                expected = answer(other, "/doc/metier/MET.797.ttl")
                for replica in replicas:
                    _wait_for(replica, smaller.name)
                assert [answer(address, "/doc/metier/MET.797.ttl")] * ROUNDS == [expected] * ROUNDS


def _wait_for(replica: str, digest: str) -> None:
    """Wait until every process of a replica follows."""
    well = 0
    for _ in range(200):
        well = well + 1 if digest.encode() in answer(replica, "/manifest.json")[2] else 0
        if well == 8:
            return
        wait_ready(f"{replica}/health")
    raise TimeoutError(digest)
