"""What can be downloaded of the release, and that nothing else of its folder can."""

import gzip
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.server.conftest import DIGEST

DUMP = "/dump/dataset.nq.gz"


@pytest.fixture(scope="module")
def dump(home: Path) -> bytes:
    return (home / "current" / "dataset.nq.gz").read_bytes()


def test_the_dump_is_the_file_of_the_release(client: FlaskClient, dump: bytes) -> None:
    with client.get(DUMP) as response:
        assert response.data == dump
        assert b"/id/metier/MET.797>" in gzip.decompress(response.data)
        assert response.content_length == len(dump)
        assert response.headers["ETag"] == f'"{DIGEST}"'
        assert response.mimetype == "application/gzip"
        assert "Content-Encoding" not in response.headers
        assert response.headers["Content-Disposition"] == "attachment; filename=dataset.nq.gz"
        assert response.headers["Accept-Ranges"] == "bytes"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    with client.head(DUMP) as response:
        assert (response.status_code, response.content_length) == (200, len(dump))


def test_the_view_is_there_as_turtle(client: FlaskClient, home: Path) -> None:
    with client.get("/dump/dataset.ttl.gz") as response:
        assert response.data == (home / "current" / "dataset.ttl.gz").read_bytes()
        assert b"/id/metier/MET.797>" in gzip.decompress(response.data)
        assert response.headers["ETag"] == f'"{DIGEST}-ttl"'
        assert response.mimetype == "application/gzip"
        assert "Content-Encoding" not in response.headers
        assert response.headers["Content-Disposition"] == "attachment; filename=dataset.ttl.gz"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    headers = {"If-None-Match": f'"{DIGEST}-ttl"'}
    with client.get("/dump/dataset.ttl.gz", headers=headers) as response:
        assert (response.status_code, response.data) == (304, b"")


def test_a_release_of_before_has_no_turtle(client: FlaskClient, home: Path) -> None:
    turtle = home / "current" / "dataset.ttl.gz"
    kept = turtle.rename(turtle.with_suffix(".kept"))
    try:
        assert client.get("/dump/dataset.ttl.gz").status_code == 404
    finally:
        kept.rename(turtle)


def test_the_dump_is_not_sent_twice(client: FlaskClient, dump: bytes) -> None:
    with client.get(DUMP, headers={"If-None-Match": f'"{DIGEST}"'}) as response:
        assert (response.status_code, response.data) == (304, b"")


def test_a_broken_download_goes_on(client: FlaskClient, dump: bytes) -> None:
    headers = {"Range": "bytes=10-", "If-Range": f'"{DIGEST}"'}
    with client.get(DUMP, headers=headers) as response:
        assert (response.status_code, response.data) == (206, dump[10:])
    with client.get(DUMP, headers={**headers, "If-Range": '"other"'}) as response:
        assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=0-1", "If-Range": "Wed, 01 Jan 2098 00:00:00 GMT"},
        {"Range": "bytes=0-1", "If-Range": 'W/"x"'},
    ],
)
def test_what_may_be_of_something_else_is_given_whole(
    client: FlaskClient, dump: bytes, headers: dict[str, str]
) -> None:
    with client.get(DUMP, headers=headers) as response:
        assert (response.status_code, response.data) == (200, dump)


def test_a_part_that_is_not_there_is_told_with_the_length(client: FlaskClient, dump: bytes) -> None:
    with client.get(DUMP, headers={"Range": f"bytes={len(dump)}-"}) as response:
        assert response.status_code == 416
        assert response.headers["Content-Range"] == f"bytes */{len(dump)}"


def test_the_manifest_is_served(client: FlaskClient) -> None:
    with client.get("/manifest.json") as response:
        assert json.loads(response.data)["digest"] == DIGEST
        assert response.mimetype == "application/json"
        assert DIGEST in response.headers["ETag"]


def test_the_description_of_the_release_is_where_machines_look(client: FlaskClient) -> None:
    response = client.get("/.well-known/void")
    assert (response.status_code, response.location) == (303, "/graph/release")


@pytest.mark.parametrize(
    "path",
    ["/dump/dataset.ttl", "/dump/", "/dump/search.sqlite", "/dump/store/CURRENT",
     "/dump/superseded.nt", "/dump/manifest.json", "/dump/../manifest.json",
     "/dump/..%2fmanifest.json", "/dump/dataset.nq.gz/..", "/search.sqlite", "/store/CURRENT"],
)  # fmt: skip
def test_nothing_else_can_be_reached(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 404
