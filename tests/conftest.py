import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.loader.command import Metiers

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
EDITIONS = ("onisep-ideo-metiers=2024-06", "onisep-table-passage=2024-06", "fap-2009=2009")
"""What the publishers' files do not say of themselves."""

# A commit's verdict must not hang on luck: `make test` draws the same cases each time, `make fuzz`
# draws others, and many more.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3000, deadline=None)
settings.load_profile("same")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, where processes share the tests, those that share what is dear: by file else.

    What all of them need is built once, and one browser leaves the others a processor.
    """
    for item in items:
        dear = {"everything", "browser"}.intersection(getattr(item, "fixturenames", ()))
        item.add_marker(pytest.mark.xdist_group(min(dear, default=item.location[0])))


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    """Give the publishers' files, or a skip that says why."""
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def everything(corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all that the publishers issued, once; give the release's folder."""
    home = tmp_path_factory.mktemp("everything")
    options = [f"--edition={corpus_folder / 'onisep' / 'fiches'}=2025-10"]
    options += [f"--edition={edition}" for edition in EDITIONS]
    command = [str(Path(sys.executable).parent / "metiers"), "build", str(corpus_folder)]
    build = subprocess.run(
        [*command, "--skip-shacl", *options],
        env={**os.environ, "METIERS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    return (home / "current").resolve()


@pytest.fixture
def metiers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Metiers:
    return Metiers(tmp_path / "home", monkeypatch, capsys)
