import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from loader.corpus.problems import LoaderError
from loader.fetch.atomic_files import lock_folder
from loader.fetch.fetch import fetch
from tests.loader.fetch.publisher import FAST, Publisher, careful, whole, zipped

NAME = "rome-v4.zip"


@pytest.mark.parametrize("taken", [NAME, f".{NAME}.part"])
def test_a_folder_where_a_file_should_be_is_said(
    publisher: Publisher, tmp_path: Path, taken: str
) -> None:
    (tmp_path / taken).mkdir()
    with pytest.raises(LoaderError, match=r"écriture impossible.*rien n'a été changé"):
        fetch(publisher.answers("/file", whole(zipped())), tmp_path, FAST)
    assert (tmp_path / taken).is_dir()
    assert not (tmp_path / "fetched.json").exists()


def test_a_full_disk_is_said_and_the_rest_can_come_later(
    publisher: Publisher, tmp_path: Path
) -> None:
    data = zipped({"a_v460.csv": os.urandom(20_000)})
    address = publisher.answers("/file", careful(data))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, hard))
    try:
        with pytest.raises(LoaderError, match=r"écriture impossible.*rien n'a été changé"):
            fetch(address, tmp_path, FAST)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not (tmp_path / NAME).exists()
    assert fetch(address, tmp_path, FAST).file.read_bytes() == data


@pytest.mark.parametrize("journal", ["{", "[]", '{"rome-v4.zip": {}}', '{"rome-v4.zip": 1}'])
def test_a_journal_that_cannot_be_read_stops_before_anything(
    publisher: Publisher, tmp_path: Path, journal: str
) -> None:
    (tmp_path / "fetched.json").write_text(journal, "utf-8")
    with pytest.raises(LoaderError, match=r"fetched\.json : illisible"):
        fetch(publisher.answers("/file", whole(zipped())), tmp_path, FAST)
    assert publisher.asked == []


def test_a_kill_between_file_and_journal_is_mended(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = zipped({"a_v461.csv": b"1"})
    address = publisher.answers("/file", careful(zipped()))
    fetch(address, tmp_path, FAST)
    publisher.answers("/file", careful(new, '"two"'))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("loader.fetch.fetch.record_fetch", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch(address, tmp_path, FAST)
    assert (tmp_path / NAME).read_bytes() == new
    assert fetch(address, tmp_path, FAST).changed
    assert not fetch(address, tmp_path, FAST).changed


def test_a_folder_is_for_one_command_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "if need be"
    enter: Callable[[], object] = lock_folder(folder).__enter__
    with lock_folder(folder), pytest.raises(LoaderError, match="une autre commande"):
        enter()
    with lock_folder(folder):
        assert list(folder.iterdir()) == []
