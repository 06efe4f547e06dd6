"""Releases go from the disk when they are told to, but never those in use."""

import re
from pathlib import Path

import pytest

from tests.loader.command import Metiers
from tests.loader.sheets import FULL


@pytest.fixture
def built(metiers: Metiers, sheets: Path) -> list[Path]:
    """Build three releases; give their folders, the oldest first."""
    folders = []
    for word in ("petit", "grand", "haut"):
        (sheets / "MET.9001.md").write_text(FULL.replace("petit", word), "utf-8")
        assert metiers("build", sheets, "--skip-shacl").status == 0
        folders.append((metiers.home / "current").resolve())
    return folders


def test_the_oldest_go(metiers: Metiers, built: list[Path]) -> None:
    outcome = metiers("prune", "--keep", "2")
    assert outcome.status == 0
    assert re.fullmatch(r"1 release de moins, [1-9]\d* Mo de plus de libres\n", outcome.out)
    assert [folder.exists() for folder in built] == [False, True, True]
    assert metiers("prune", "--keep", "2").out.startswith("0 release de moins, 0 Mo ")


def test_those_in_use_stay(metiers: Metiers, built: list[Path]) -> None:
    metiers("rollback", built[0].name)
    assert metiers("prune", "--keep", "1").status == 0
    assert [folder.exists() for folder in built] == [True, False, True]
    assert metiers("export", "MET.9002").status == 0
    assert metiers("rollback").status == 0


def test_how_many_to_keep_is_to_be_said(metiers: Metiers) -> None:
    assert metiers("prune").status == 2
    assert metiers("prune", "--keep", "0").status == 2


def test_what_a_release_takes_on_disk_is_shown(metiers: Metiers, built: list[Path]) -> None:
    shown = metiers("releases").out.splitlines()
    assert len(shown) == 3
    for line, folder in zip(shown, built, strict=True):
        taken = sum(path.lstat().st_blocks for path in folder.rglob("*")) * 512
        assert f"\t{round(taken / 10**6)} Mo\t" in line


def test_a_home_that_is_not_there_is_not_made(metiers: Metiers) -> None:
    outcome = metiers("prune", "--keep", "2")
    assert (outcome.status, outcome.err) == (1, f"Erreur : aucune release dans {metiers.home}\n")
    assert not metiers.home.exists()


def test_what_a_killed_build_left_is_freed_and_counted(metiers: Metiers, built: list[Path]) -> None:
    left = metiers.home / "releases" / ".building"
    left.mkdir()
    (left / "store").write_bytes(b"x" * 30 * 10**6)
    assert metiers("prune", "--keep", "3").out == "0 release de moins, 30 Mo de plus de libres\n"
    assert not left.exists()
