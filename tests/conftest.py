from pathlib import Path

import pytest
from hypothesis import settings

from tests.loader.command import Metiers

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"

# A commit's verdict must not hang on luck: `make test` draws the same cases each time, `make fuzz`
# draws others, and many more.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3000, deadline=None)
settings.load_profile("same")


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
