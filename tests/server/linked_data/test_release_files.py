import hashlib
import json
import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.server.conftest import DIGEST
from tests.server.linked_data.test_tables import get

LIST = f"/releases/{DIGEST}/files.json"
FILES = f"/releases/{DIGEST}/files"


def test_every_file_that_serves_is_listed_and_given_as_it_is(client: FlaskClient) -> None:
    said = get(client, LIST).get_json()
    paths = [each["path"] for each in said["files"]]
    assert said["digest"] == DIGEST
    assert {"manifest.json", "dataset.nq.gz", "search.sqlite", "store/CURRENT"} <= set(paths)
    for each in said["files"]:
        response = get(client, f"{FILES}/{each['path']}")
        assert len(response.data) == each["size"]
        assert hashlib.sha256(response.data).hexdigest() == each["sha256"]
        assert response.headers["ETag"] == f'"{each["sha256"]}"'


def test_what_the_engine_writes_for_itself_is_not(client: FlaskClient, home: Path) -> None:
    store = home / "releases" / DIGEST / "store"
    assert (store / "LOG").exists()
    assert "store/LOG" not in get(client, LIST).text
    assert get(client, f"{FILES}/store/LOG").status_code == 404


def test_a_file_is_resumed(client: FlaskClient) -> None:
    whole = get(client, f"{FILES}/dataset.nq.gz")
    half = len(whole.data) // 2
    asked = {"Range": f"bytes={half}-", "If_Range": whole.headers["ETag"]}
    rest = get(client, f"{FILES}/dataset.nq.gz", **asked)
    assert (rest.status_code, rest.data) == (206, whole.data[half:])
    other = get(client, f"{FILES}/dataset.nq.gz", **asked | {"If_Range": '"other"'})
    assert (other.status_code, other.data) == (200, whole.data)


@pytest.mark.parametrize(
    "path",
    [
        f"/releases/{'0' * 64}/files.json",
        "/releases/../files.json",
        f"{FILES}/../../../build.lock",
        f"{FILES}/..%2f..%2fbuild.lock",
        f"{FILES}/.hidden",
        f"{FILES}/store",
        f"{FILES}/store/nothing.sst",
        f"{FILES}/store/a/b",
    ],
)
def test_nothing_else_is_given(client: FlaskClient, path: str) -> None:
    assert get(client, path).status_code == 404


def test_the_list_follows_a_manifest_that_is_renewed(client: FlaskClient, home: Path) -> None:
    manifest = home / "releases" / DIGEST / "manifest.json"
    before, stamp = manifest.read_bytes(), manifest.stat()
    first = get(client, LIST)
    assert first.headers["Cache-Control"] == "no-store"
    try:
        manifest.write_text(json.dumps(json.loads(before) | {"errors": 1}), "utf-8")
        assert get(client, LIST).get_json() != first.get_json()
    finally:
        manifest.write_bytes(before)
        os.utime(manifest, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert get(client, LIST).get_json() == first.get_json()
