"""The process that writes the tables of a store beside a build."""

import subprocess
import sys
from pathlib import Path

from pyoxigraph import Store

from tests.loader.pages.stores import store_of_metiers

COMMAND = [sys.executable, "-m", "loader.tables"]


def _stored(folder: Path) -> Path:
    stored = Store(str(folder / "store"))
    stored.bulk_extend(store_of_metiers({"MET.1": "skos:notation 'MET.1'"}))
    stored.flush()
    return folder / "store"


def _run(folder: Path, stdin: int) -> "subprocess.Popen[bytes]":
    arguments = [str(_stored(folder)), str(folder), "d" * 64]
    return subprocess.Popen([*COMMAND, *arguments], stdin=stdin, stderr=subprocess.PIPE)


def test_it_writes_what_it_is_asked_for(tmp_path: Path) -> None:
    with _run(tmp_path, subprocess.PIPE) as process:
        assert process.wait(60) == 0
    assert (tmp_path / "pages.sqlite").is_file()
    assert (tmp_path / "codes.sqlite").is_file()
    assert (tmp_path / "tables" / "datapackage.json").is_file()


def test_it_ends_with_the_build(tmp_path: Path) -> None:
    with _run(tmp_path, subprocess.DEVNULL) as process:
        assert process.wait(60) == 1
    assert not (tmp_path / "tables" / "datapackage.json").exists()


def test_it_says_what_it_cannot_do(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("in the way", "utf-8")
    with _run(tmp_path, subprocess.PIPE) as process:
        assert process.stderr
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert "FileExistsError" in said
