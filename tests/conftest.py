from pathlib import Path

import pytest

from tests.loader.command import Metiers

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    """Give the publishers' files, or a skip that says why."""
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the project")
    return SHARED


@pytest.fixture
def metiers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Metiers:
    return Metiers(tmp_path / "home", monkeypatch, capsys)
