from pathlib import Path

import pytest

from tests.loader.sheets import FULL, SHORT


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Give a folder with two sheets and their edition."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "MET.9001.md").write_text(FULL, "utf-8")
    (folder / "MET.9002.md").write_text(SHORT, "utf-8")
    (folder / "sources.toml").write_text('[editions]\nonisep-metiers = "2025-10"\n', "utf-8")
    return folder
