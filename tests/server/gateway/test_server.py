"""The real server, over real sockets."""

import gzip
import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlsplit

import brotli
import pytest
import zstandard

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BIG = "SELECT * {" + " UNION ".join(["{ ?s ?p ?o }"] * 6) + "}"
"""A long answer that costs little: no join is made for it."""
LONG = "SELECT * { ?s ?p ?o . ?t ?q ?u } LIMIT 30000"


@contextmanager
def request(
    address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, named)
        yield connection.getresponse()
    finally:
        connection.close()


def sparql(query: str, **params: str) -> str:
    rest = "".join(f"&{name}={quote(value)}" for name, value in params.items())
    return f"/sparql?query={quote(query)}{rest}"


def test_a_long_answer_streams_whole(address: str) -> None:
    with request(address, sparql(LONG), Accept="text/csv") as response:
        assert response.getheader("Content-Type") == "text/csv; charset=utf-8"
        assert response.getheader("Content-Length") is None
        assert response.read().count(b"\r\n") == 30001


def test_an_answer_that_takes_too_long_is_an_error_before_its_first_byte(address: str) -> None:
    with request(address, sparql(CROSS, timeout="0.3"), Accept="text/csv") as response:
        assert response.status == 503
        assert response.getheader("Content-Type") == "application/problem+json"
        assert "0.3 s" in response.read().decode()


def test_a_cut_after_the_first_byte_breaks_the_answer_off(address: str) -> None:
    with request(address, sparql(ENDLESS, timeout="0.5"), Accept="text/csv") as response:
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead):
            response.read()


@pytest.mark.parametrize("timeout", ["", "0", "-1", "nan", "inf", "abc"])
def test_a_timeout_is_a_positive_number(address: str, timeout: str) -> None:
    with request(address, sparql("ASK {}", timeout=timeout), Accept="text/csv") as response:
        assert response.status == (200 if timeout in ("", "0") else 400)


def test_an_answer_has_a_tag_and_need_not_be_sent_again(address: str) -> None:
    path = sparql("SELECT ?s { ?s ?p ?o } LIMIT 3")
    with request(address, path, Accept="text/csv") as response:
        first = response.read()
        tag = response.getheader("ETag") or ""
    assert tag.startswith('"')
    with request(address, path, Accept="text/csv", If_None_Match=tag) as response:
        assert (response.status, response.read()) == (304, b"")
        assert response.getheader("ETag") == tag
    with request(address, path, Accept="text/csv") as response:
        assert response.read() == first
    with request(address, path, Accept="application/json", If_None_Match=tag) as response:
        assert response.status == 200
        assert response.getheader("ETag") != tag


def test_an_answer_too_short_to_be_coded_is_found_again(address: str) -> None:
    asked = {"Accept": "text/csv", "Accept_Encoding": "gzip, deflate, br, zstd"}
    path = sparql("ASK { ?s ?p 42 }")
    with request(address, path, "GET", None, **asked) as response:
        assert response.read() == b"false"
        assert response.getheader("Content-Encoding") is None
        tag = response.getheader("ETag") or ""
    with request(address, path, "GET", None, If_None_Match=tag, **asked) as response:
        assert (response.status, response.getheader("ETag")) == (304, tag)


def test_a_page_has_a_tag_too(address: str) -> None:
    with request(address, "/doc/metier/MET.797", Accept="text/html") as response:
        response.read()
        tag = response.getheader("ETag") or ""
        assert "Accept-Encoding" in (response.getheader("Vary") or "")
    with request(address, "/doc/metier/MET.797", Accept="text/html", If_None_Match=tag) as response:
        assert response.status == 304


def test_an_error_and_the_health_have_none(address: str) -> None:
    for path in (sparql("SELEKT"), "/health", "/nowhere"):
        with request(address, path, Accept="application/json") as response:
            response.read()
            assert response.getheader("ETag") is None


DECODERS = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("path", [sparql(LONG), "/ontology.ttl", "/doc/metier/MET.797.html"])
def test_an_answer_is_coded_as_asked(address: str, coding: str, path: str) -> None:
    accept = "text/csv" if "sparql" in path else "*/*"
    with request(address, path, Accept=accept) as response:
        plain = response.read()
        assert response.getheader("Content-Encoding") is None
    for _ in range(2):
        with request(address, path, Accept=accept, Accept_Encoding=coding) as response:
            coded = response.read()
            assert response.getheader("Content-Encoding") == coding
            assert "Accept-Encoding" in (response.getheader("Vary") or "")
        assert len(coded) < len(plain)
        assert DECODERS[coding](coded) == plain


def test_what_is_coded_already_is_left_alone(address: str) -> None:
    with request(address, "/dump/dataset.nq.gz", Accept_Encoding="gzip, br") as response:
        assert response.getheader("Content-Encoding") is None
        assert gzip.decompress(response.read())


def test_a_head_has_no_body(address: str) -> None:
    for path in (sparql("ASK {}"), sparql(LONG), "/doc/metier/MET.797.html", "/health"):
        with request(address, path, "HEAD", Accept="*/*") as response:
            assert (response.status, response.read()) == (200, b"")


def test_a_client_that_leaves_ends_its_query(address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    for _ in range(4):
        with socket.create_connection((host, port)) as client:
            head = f"GET {sparql(CROSS)} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"
            client.sendall(head.encode())
            time.sleep(0.15)
    time.sleep(0.3)
    began = time.monotonic()
    with request(address, sparql("ASK {}"), Accept="text/csv") as response:
        assert b"true" in response.read()
    assert time.monotonic() - began < 0.5


def test_a_client_that_leaves_in_the_middle_ends_its_query(address: str) -> None:
    for _ in range(4):
        with request(address, sparql(ENDLESS), Accept="text/csv") as response:
            assert response.read(100)
    for _ in range(40):
        with request(address, "/health") as response:
            running = json.load(response)["pool"]["running"]
        if not running:
            break
        time.sleep(0.02)
    assert running == 0


def test_slow_readers_hold_nobody_up(address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    readers = []
    try:
        for _ in range(8):
            reader = socket.create_connection((host, port))
            head = f"GET {sparql(BIG)} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"
            reader.sendall(head.encode())
            readers.append(reader)
        began = time.monotonic()
        for path in (sparql("ASK {}"), "/doc/metier/MET.797.html", "/health"):
            with request(address, path, Accept="*/*") as response:
                assert response.status == 200
                response.read()
        assert time.monotonic() - began < 4
    finally:
        for reader in readers:
            reader.close()


def test_slow_writers_hold_nobody_up(address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    writers = []
    try:
        for number in range(200):
            writer = socket.create_connection((host, port))
            writer.sendall(
                b"GET / HTTP/1.1\r\nX-Slow: "
                if number % 2
                else b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nquery="
            )
            writers.append(writer)
        began = time.monotonic()
        with request(address, sparql("ASK {}"), Accept="text/csv") as response:
            assert b"true" in response.read()
        assert time.monotonic() - began < 1
    finally:
        for writer in writers:
            writer.close()


def test_a_body_that_is_too_long_is_refused_before_it_is_read(address: str) -> None:
    kind = "application/sparql-query"
    with request(address, "/sparql", "POST", b"x" * 2_000_000, Content_Type=kind) as response:
        assert response.status == 413
        assert response.getheader("Content-Type") == "application/problem+json"


def test_a_head_that_does_not_end_is_read_no_further(address: str) -> None:
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: e\r\nX-Junk: ")
        sent = 0
        with suppress(ConnectionError):
            while sent < 64 << 20:
                sent += connection.send(b"x" * 65_536)
        assert sent < 32 << 20  # what the system holds of it is not read either


@pytest.mark.parametrize("protocol", ["websocket", "h2c", "x"])
def test_the_body_of_an_upgrade_is_no_request(address: str, protocol: str) -> None:
    where = urlsplit(address)
    body = b"GET /health/live HTTP/1.1\r\nHost: e\r\n\r\n"
    head = (
        f"POST /health/live HTTP/1.1\r\nHost: e\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    received = b""
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall(head.encode())
        time.sleep(0.1)
        connection.sendall(body)
        while piece := connection.recv(65_536):
            received += piece
    assert received.startswith(b"HTTP/1.1 405 ")
    assert received.count(b"HTTP/1.1") == 1


def test_light_queries_pass_while_a_bomb_runs(address: str) -> None:
    def bomb() -> int:
        with request(address, sparql(CROSS), Accept="text/csv") as response:
            return response.status

    with ThreadPoolExecutor(2) as executor:
        bombs = [executor.submit(bomb) for _ in range(2)]
        time.sleep(0.3)
        times = []
        for number in range(50):
            began = time.monotonic()
            with request(address, sparql(f"ASK {{ ?s ?p {number} }}"), Accept="text/csv") as found:
                assert found.status == 200
                found.read()
            times.append(time.monotonic() - began)
        assert sorted(times)[45] < 0.2
        assert [each.result() for each in bombs] == [503, 503]
