"""Replicas and remote stores, while what fills them is killed at thirty moments each."""

from pathlib import Path

import pytest

from tests.loader.publish.killed import kill_publications
from tests.loader.pull.killed import kill_pulls

pytestmark = pytest.mark.soak

KILLS = 30


def test_pulls_killed_at_random_moments(planted: Path, smaller: Path, tmp_path: Path) -> None:
    kill_pulls(tmp_path / "replica", (smaller, planted), KILLS)


def test_publications_killed_at_random_moments(
    planted: Path, smaller: Path, tmp_path: Path
) -> None:
    kill_publications(tmp_path / "store", (smaller, planted), KILLS)
