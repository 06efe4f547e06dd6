"""The digest of a release: what changes it, and what does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import pytest

from loader.corpus.corpus import read_corpus
from loader.editions.editions import Editions
from loader.model import graphs
from loader.release.dump import write_dump
from loader.release.external_sort import ExternalSort
from loader.release.fill_store import write_lines
from ontology import graph_files

pytestmark = pytest.mark.server  # the seeds are built thirteen times, some in other processes


def _digest(folder: Path, *sources: Path, editions: Editions | None = None) -> str:
    """Return the digest of the release that some sources give; a folder to work in is needed."""
    corpus = read_corpus(sources, editions or Editions())
    runs = ExternalSort(folder / "runs", lambda _: None)
    write_lines(corpus, runs)
    digest = write_dump(runs.sorted_lines(), folder).digest
    shutil.rmtree(folder / "runs")
    return digest


@pytest.fixture(scope="module")
def expected(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return _digest(tmp_path_factory.mktemp("expected"), seeds)


@pytest.fixture
def copied(seeds: Path, tmp_path: Path) -> Path:
    """Give the seeds in another folder, made at another time, to another place in the tree."""
    copy = tmp_path / "another" / "folder" / "of its own"
    shutil.copytree(seeds, copy)
    for path in copy.rglob("*"):
        os.utime(path, (0, 0))
    return copy


def _files(seeds: Path) -> Iterator[Path]:
    yield from (path for path in sorted(seeds.rglob("*")) if path.is_file())


def test_neither_the_folder_nor_the_time_changes_it(
    expected: str, copied: Path, tmp_path: Path
) -> None:
    assert _digest(tmp_path, copied) == expected


@pytest.mark.parametrize("order", ["folders", "turned", "every file", "some twice"])
def test_the_order_of_the_arguments_does_not_change_it(
    expected: str, seeds: Path, tmp_path: Path, order: str
) -> None:
    folders = sorted(each for each in seeds.iterdir() if each.is_dir())
    files = [path for path in _files(seeds) if path.name != "sources.toml"]
    arguments: dict[str, Sequence[Path]] = {
        "folders": folders,
        "turned": folders[::-1],
        "every file": files[::-1],
        "some twice": [*files[::7], *folders, seeds],
    }
    assert _digest(tmp_path, *arguments[order]) == expected


BUILD = """
import sys
from pathlib import Path
from tests.loader.release.test_digest import _digest
print(_digest(Path(sys.argv[1]), Path(sys.argv[2])))
"""


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_neither_another_process_nor_its_hash_seed_changes_it(
    expected: str, seeds: Path, tmp_path: Path, seed: str
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path), str(seeds)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == expected


@pytest.mark.parametrize("name", ["fiches/MET.797.md", "tables/rome"])
def test_a_source_changes_it(expected: str, copied: Path, tmp_path: Path, name: str) -> None:
    place = copied / name
    source = place if place.is_file() else next(_files(place))
    source.write_bytes(source.read_bytes().rstrip() + b" x\n")
    assert _digest(tmp_path, copied) != expected


def test_an_edition_changes_it(expected: str, seeds: Path, tmp_path: Path) -> None:
    editions = Editions({"onisep-metiers": "2025-11"})
    assert _digest(tmp_path, seeds, editions=editions) != expected


def test_the_ontology_changes_it(
    expected: str, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict(graph_files())
    files["metiers.ttl"] = files["metiers.ttl"].replace('"métier"@fr', '"Métier"@fr', 1)
    monkeypatch.setattr(graphs, "graph_files", lambda: files)
    assert _digest(tmp_path, seeds) != expected


def test_the_version_of_the_reader_changes_it(
    expected: str, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graphs._reader.cache_clear()
    monkeypatch.setattr(graphs, "version", lambda _: "999.0")
    try:
        assert _digest(tmp_path, seeds) != expected
    finally:
        graphs._reader.cache_clear()
    monkeypatch.setattr(graphs, "version", metadata.version)
    assert _digest(tmp_path, seeds) == expected
