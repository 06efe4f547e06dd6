import os
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from xdist.scheduler import LoadFileScheduling

from seeds.__main__ import TABLES, read_facts, write_tables
from tests.loader.command import Metiers
from tests.site import build_once

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
MORE = ROOT.parent / "shared" / "more"
EDITIONS = ("onisep-ideo-metiers=2024-06", "onisep-table-passage=2024-06", "fap-2009=2009")
"""What the publishers' files do not say of themselves."""

# A commit's verdict must not hang on luck: `make test` draws the same cases each time, `make fuzz`
# draws others, and many more.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3000, deadline=None)
settings.register_profile("brief", max_examples=10, derandomize=True, deadline=None)
settings.load_profile("same")


STARTED = {"address", "market", "pool", "planted", "smaller", "SupervisorProcess"}
"""Fixtures, and a class that a module of tests imports, behind which processes start.

Not `supervisor`: one a process of tests starts in half a second, for a thousand brief tests.
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark, by what they ask for and what their module imports, the tests that start a server."""
    for item in items:
        assert isinstance(item, pytest.Function)
        drawn = item.callspec.params if hasattr(item, "callspec") else {}
        asked = {*item.fixturenames, *vars(item.module)} - drawn.keys()
        if STARTED & asked:
            item.add_marker(pytest.mark.server)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Share out whole files, the fixtures of a module being dear; and one browser, one laboratory.

    Two browsers on two processors are slower than one beside the other tests. `xdist_group` is not
    used: pytest 9.2 no longer lets xdist 3.8 write it into the name of a test.
    """
    scheduling = LoadFileScheduling(config, log)
    scheduling._split_scope = _shared_by
    return scheduling


def _shared_by(test: str) -> str:
    file = test.partition("::")[0]
    rooms = (room for room in ("browser", "federation") if file.startswith(f"tests/{room}/"))
    return next(rooms, file)


class CompiledTemplates(BytecodeCache):
    """What templates are compiled to: each of a thousand sites would take a second for them all."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before, if it was."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}


def pytest_configure(config: pytest.Config) -> None:
    """Write the tables of the seeds where nobody has: `make install` does."""
    if not TABLES.exists() and not hasattr(config, "workerinput"):
        write_tables(read_facts(), TABLES)


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
def more_folder() -> Path:
    """Give the data beside the publishers' files, or a skip that says why."""
    if not MORE.is_dir():
        pytest.skip("the other files are not beside the project")
    return MORE


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of all the processes that share the tests of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def planted(common: Path, seeds: Path) -> Path:
    """Build the seeds, once a run; give the folder, to be read only."""
    return build_once(common / "planted", seeds)


@pytest.fixture(scope="session")
def smaller(common: Path, seeds: Path) -> Path:
    """Build a part of the seeds, once a run; give the folder, to be read only."""
    return build_once(common / "smaller", seeds / "fiches", seeds / "tables" / "rome")


@pytest.fixture(scope="session")
def everything(common: Path, corpus_folder: Path, more_folder: Path) -> Path:
    """Build all that the publishers issued, ESCO in English beside ESCO in French, once a run.

    Give the folder, to be read only.
    """
    options = [f"--edition={corpus_folder / 'onisep' / 'fiches'}=2025-10"]
    options += [f"--edition={edition}" for edition in EDITIONS]
    english = more_folder / "esco" / "occupations_en_v1.1.csv"
    return build_once(common / "everything", corpus_folder, english, *options)


@pytest.fixture
def metiers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Metiers:
    return Metiers(tmp_path / "home", monkeypatch, capsys)
