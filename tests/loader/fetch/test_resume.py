import json
from pathlib import Path

import pytest

from loader.fetch.errors import FetchError
from loader.fetch.fetch import fetch
from tests.loader.fetch.publisher import (
    FAST,
    Publisher,
    Reply,
    careful,
    resume,
    status,
    whole,
    zipped,
)

DATA = zipped({"table_v460.csv": bytes(range(256)) * 40})
HALF = len(DATA) // 2
PART = ".rome-v4.zip.part"
OTHER = zipped({"table_v461.csv": bytes(range(255, -1, -1)) * 40})


def cut(etag: str = '"one"') -> Reply:
    return whole(DATA, cut=HALF, ETag=etag)


def test_a_cut_file_is_resumed(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", cut(), careful(DATA))
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA
    headers = publisher.asked[1][1]
    assert (headers["Range"], headers["If-Range"]) == (f"bytes={HALF}-", '"one"')


def test_another_command_resumes_too(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", cut(), status(404))
    publisher.replies["/file"] = [cut(), status(500), status(500), careful(DATA)]
    with pytest.raises(FetchError, match="500"):
        fetch(address, tmp_path, FAST)
    assert (tmp_path / PART).read_bytes() == DATA[:HALF]
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA
    assert publisher.asked[-1][1]["Range"] == f"bytes={HALF}-"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    "answer",
    [
        careful(DATA, '"two"'),
        whole(DATA),
        whole(DATA, ETag='"one"'),
    ],
    ids=["another etag", "range ignored, no etag", "range ignored"],
)
def test_a_whole_answer_starts_over(publisher: Publisher, tmp_path: Path, answer: Reply) -> None:
    address = publisher.answers("/file", cut(), answer)
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA
    assert len(publisher.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        resume(OTHER, HALF, {"ETag": '"two"'}),
        resume(DATA, HALF - 1, {"ETag": '"one"'}),
        resume(DATA, HALF, {"ETag": '"one"', "Content-Range": "bytes */7"}),
        resume(DATA, HALF, {"ETag": '"one"', "Content-Length": "1"}),
        status(416),
    ],
    ids=["another etag", "another place", "no place", "another length", "refused"],
)
def test_a_rest_that_is_not_the_rest_starts_over(
    publisher: Publisher, tmp_path: Path, answer: Reply
) -> None:
    address = publisher.answers("/file", cut(), answer, careful(DATA, '"two"'))
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA
    assert "Range" not in publisher.asked[2][1]


@pytest.mark.parametrize("etag", ['W/"one"', "one"])
def test_without_a_strong_etag_nothing_is_resumed(
    publisher: Publisher, tmp_path: Path, etag: str
) -> None:
    address = publisher.answers("/file", cut(etag), careful(DATA))
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA
    assert "Range" not in publisher.asked[1][1]


def test_a_part_of_another_address_is_not_resumed(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / PART).write_bytes(b"other")
    said = {"url": "http://elsewhere.invalid/", "validator": '"one"'}
    (tmp_path / f"{PART}.json").write_text(json.dumps(said), "utf-8")
    address = publisher.answers("/file", careful(DATA))
    assert fetch(address, tmp_path, FAST).file.read_bytes() == DATA
    assert "Range" not in publisher.asked[0][1]


@pytest.mark.parametrize("note", ["", "[]", '{"url": 1}', "[" * 100_000])
def test_a_part_that_nothing_describes_is_not_resumed(
    publisher: Publisher, tmp_path: Path, note: str
) -> None:
    (tmp_path / PART).write_bytes(DATA[:HALF])
    (tmp_path / f"{PART}.json").write_text(note, "utf-8")
    address = publisher.answers("/file", careful(DATA))
    assert fetch(address, tmp_path, FAST).changed
    assert "Range" not in publisher.asked[0][1]


def test_no_change_makes_a_part_useless(publisher: Publisher, tmp_path: Path) -> None:
    address = publisher.answers("/file", careful(DATA))
    fetch(address, tmp_path, FAST)
    (tmp_path / PART).write_bytes(DATA[:HALF])
    assert not fetch(address, tmp_path, FAST).changed
    assert not (tmp_path / PART).exists()
