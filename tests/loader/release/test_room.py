"""The disk that a build will take is estimated before it begins: what it does take, by measure."""

import os
import subprocess
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from loader.release.builder import room_to_build
from tests.loader.command import Metiers
from tests.loader.sheets import FULL
from tests.site import METIERS


def _held(folder: Path) -> int:
    """Return the bytes that the files of a folder take on disk, while some of them go."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_blocks * 512
        except FileNotFoundError:
            continue
    return total


@pytest.mark.server
def test_the_seeds_take_about_what_is_estimated(metiers: Metiers, seeds: Path) -> None:
    sources = [seeds / "fiches", seeds / "tables" / "rome"]
    build = subprocess.Popen([METIERS, "build", *sources, "--skip-shacl"], stdout=-3, stderr=-3)
    most = 0
    while build.poll() is None:
        most = max(most, _held(metiers.home))
        time.sleep(0.02)
    assert build.wait() == 0
    assert 0.5 < room_to_build(sources) / most < 1.3


def test_sheets_take_more_than_tables_and_archives_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FULL * 100, "utf-8")
    size = (tmp_path / "a.md").stat().st_size
    alone = room_to_build([tmp_path / "a.md"])
    (tmp_path / "a.csv").write_bytes(b"x" * size)
    assert room_to_build([tmp_path / "a.csv"]) < alone
    with ZipFile(tmp_path / "a.zip", "w", 8) as archive:
        archive.write(tmp_path / "a.md", "b/a.md")
    assert room_to_build([tmp_path / "a.zip"]) == alone
    (tmp_path / "a.zip").write_bytes(b"PK\3\4 no archive")
    assert room_to_build([tmp_path / "a.zip"]) < alone


def test_what_cannot_be_read_takes_no_room(tmp_path: Path) -> None:
    nothing = room_to_build([tmp_path])
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "gone.md").symlink_to("nowhere")
    (tmp_path / "zero.zip").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.zip")
    with (tmp_path / "huge.md").open("wb") as huge:
        huge.truncate(2**30)
    assert room_to_build([tmp_path]) == nothing
