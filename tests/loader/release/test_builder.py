import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from loader.model import iris
from loader.release.release_directory import KEPT_RELEASES, ReleaseDirectory
from tests.loader.command import Metiers
from tests.loader.sheets import FULL

pytestmark = pytest.mark.server  # build upon build, some of them in processes that are killed

BUILD = [sys.executable, "-c", "from loader.cli import main; main()", "build", "--skip-shacl"]


def _current(metiers: Metiers) -> Path:
    return (metiers.home / "current").resolve()


def test_the_same_input_gives_the_same_digest_and_dump(
    metiers: Metiers, sheets: Path, tmp_path: Path
) -> None:
    metiers("build", sheets, "--skip-shacl")
    first = _current(metiers)
    dump = (first / "dataset.nq.gz").read_bytes()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(sheets, elsewhere)
    os.utime(elsewhere / "MET.9001.md", (0, 0))
    shutil.rmtree(metiers.home)
    metiers("build", elsewhere / "MET.9002.md", elsewhere, "--skip-shacl")
    assert _current(metiers).name == first.name
    assert (_current(metiers) / "dataset.nq.gz").read_bytes() == dump


def test_the_digest_is_that_of_the_sorted_dump(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    text = gzip.decompress((_current(metiers) / "dataset.nq.gz").read_bytes())
    lines = text.decode().splitlines()
    assert lines == sorted(set(lines))
    assert _current(metiers).name == hashlib.sha256(text).hexdigest()


def test_a_changed_word_changes_the_digest(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    first = _current(metiers).name
    (sheets / "MET.9001.md").write_text(FULL.replace("petit", "grand"), "utf-8")
    metiers("build", sheets, "--skip-shacl")
    assert _current(metiers).name != first


def test_the_store_holds_what_the_dump_says(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    text = gzip.decompress((_current(metiers) / "dataset.nq.gz").read_bytes()).decode()
    store = Store.read_only(str(_current(metiers) / "store"))
    said = {str(quad) for quad in store if quad.graph_name != iris.own_graph("release")}
    assert said == {line.removesuffix(" .") for line in text.splitlines()}


def test_no_copy_of_a_source_lies_in_a_release(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    store = Store.read_only(str(_current(metiers) / "store"))
    longest = max(len(str(quad.object)) for quad in store if "MET.9001" in str(quad.subject))
    assert longest < 200
    assert {path.name for path in _current(metiers).iterdir()} == {
        "store", "search.sqlite", "pages.sqlite", "codes.sqlite", "editions.sqlite", "tables",
        "dataset.nq.gz", "dataset.ttl.gz", "superseded.nt", "manifest.json",
    }  # fmt: skip


def test_the_manifest_says_what_the_release_holds(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    manifest = json.loads((_current(metiers) / "manifest.json").read_text("utf-8"))
    assert manifest["digest"] == _current(metiers).name
    assert manifest["counts"]["fiches"] == 2
    (source,) = manifest["sources"]
    assert (source["id"], source["edition"]) == ("onisep-metiers", "2025-10")
    assert [file["name"] for file in source["files"]] == ["MET.9001.md", "MET.9002.md"]
    sheet = (sheets / "MET.9001.md").read_bytes()
    assert source["files"][0]["sha256"] == hashlib.sha256(sheet).hexdigest()
    assert str(sheets) not in json.dumps(manifest)


def test_the_triples_of_one_sheet_do_not_depend_on_another(metiers: Metiers, sheets: Path) -> None:
    def graph() -> set[str]:
        text = gzip.decompress((_current(metiers) / "dataset.nq.gz").read_bytes()).decode()
        return {line for line in text.splitlines() if line.endswith("/MET.9002> .")}

    metiers("build", sheets, "--skip-shacl")
    before = graph()
    (sheets / "MET.9001.md").write_text(FULL[: len(FULL) // 2] + "\0\0 ## \n# x", "utf-8")
    metiers("build", sheets, "--skip-shacl")
    assert graph() == before


def _build_said(metiers: Metiers, sheets: Path, word: str, *, judged: bool = False) -> Path:
    (sheets / "MET.9001.md").write_text(FULL.replace("petit", word), "utf-8")
    assert metiers("build", sheets, *(() if judged else ("--skip-shacl",))).status == 0
    return _current(metiers)


def _read(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    return found


def test_the_first_release_built_again_is_the_same_one(metiers: Metiers, sheets: Path) -> None:
    first = _build_said(metiers, sheets, "un")
    kept = (first / "store" / "CURRENT").stat().st_ino
    _build_said(metiers, sheets, "deux")
    assert _build_said(metiers, sheets, "un") == first
    assert (first / "store" / "CURRENT").stat().st_ino == kept
    assert metiers("releases").out.count(first.name[:12]) == 1
    assert not list((metiers.home / "releases").glob(".*"))


def test_a_hidden_folder_is_no_release(metiers: Metiers, sheets: Path) -> None:
    first = _build_said(metiers, sheets, "un")
    shutil.copytree(first, first.with_name(f".building-{first.name}"))
    assert metiers("releases").out.count(first.name[:12]) == 1
    assert metiers("rollback", ".building").status == 1


def test_what_replaces_a_broken_release_leaves_no_second_store(
    metiers: Metiers, sheets: Path
) -> None:
    first = _build_said(metiers, sheets, "un")
    (first / "search.sqlite").unlink()
    assert _build_said(metiers, sheets, "un") == first
    assert not list((metiers.home / "releases").glob(".*"))


def test_a_release_that_serves_again_is_compared_to_the_one_before_it(
    metiers: Metiers, sheets: Path
) -> None:
    _, second, third = (_build_said(metiers, sheets, word) for word in ("un", "deux", "trois"))
    built = _read(second, "manifest.json")["built"]
    assert _build_said(metiers, sheets, "deux") == second
    said = _read(second, "changes.json")
    assert said["before"]["digest"] == third.name
    assert said["after"] == {
        "digest": second.name,
        "built": _read(second, "manifest.json")["built"],
    }
    assert said["after"]["built"] > built
    assert ReleaseDirectory(metiers.home).list_releases()[-1][0] == second
    metiers("rollback")
    assert _read(third, "changes.json")["before"]["digest"] == second.name


def test_what_was_judged_stays_judged_when_it_serves_again(metiers: Metiers, sheets: Path) -> None:
    first = _build_said(metiers, sheets, "un", judged=True)
    findings = _read(first, "manifest.json")["findings"]
    _build_said(metiers, sheets, "deux")
    assert _build_said(metiers, sheets, "un") == first
    assert findings is not None
    assert _read(first, "manifest.json")["findings"] == findings


def test_judging_the_release_that_serves_does_not_build_it_again(
    metiers: Metiers, sheets: Path
) -> None:
    _build_said(metiers, sheets, "un")
    second = _build_said(metiers, sheets, "deux")
    before = _read(second, "manifest.json")
    _build_said(metiers, sheets, "deux", judged=True)
    after = _read(second, "manifest.json")
    assert after["findings"] is not None
    assert after["built"] == before["built"] == _read(second, "changes.json")["after"]["built"]


@pytest.mark.parametrize(
    ("digest", "said"),
    [("zz", "aucune release dont l'empreinte commence par « zz »"), ("", "2 releases dont")],
)
def test_a_digest_that_names_no_one_release_is_said_in_french(
    metiers: Metiers, sheets: Path, digest: str, said: str
) -> None:
    for word in ("un", "deux"):
        _build_said(metiers, sheets, word)
    outcome = metiers("rollback", digest)
    assert (outcome.status, said in outcome.err) == (1, True), outcome.err


def test_old_releases_go_but_those_in_use_stay(metiers: Metiers, sheets: Path) -> None:
    for year in range(KEPT_RELEASES + 3):
        metiers("build", sheets, "--skip-shacl", "--edition", f"onisep-metiers={2000 + year}")
    home = ReleaseDirectory(metiers.home)
    assert len(home.list_releases()) == KEPT_RELEASES
    assert home.serves(home.list_releases()[-1][0])


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_build_harms_nothing(metiers: Metiers, sheets: Path, seed: int) -> None:
    metiers("build", sheets, "--skip-shacl")
    before = _current(metiers)
    (sheets / "MET.9001.md").write_text(FULL.replace("petit", f"grand {seed}"), "utf-8")
    build = subprocess.Popen([*BUILD, str(sheets)], stdout=-3, stderr=-3)
    time.sleep(0.15 + 0.1 * seed)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert _current(metiers).is_dir()
    assert metiers("export", "MET.9002").status == 0
    assert metiers("build", sheets, "--skip-shacl").status == 0
    assert _current(metiers) != before
    assert not list((metiers.home / "releases").glob(".*"))


def test_a_release_that_was_damaged_is_built_again(metiers: Metiers, sheets: Path) -> None:
    for damage in (
        "store",
        "manifest.json",
        "search.sqlite",
        "pages.sqlite",
        "codes.sqlite",
        "editions.sqlite",
        "tables",
    ):
        metiers("build", sheets, "--skip-shacl")
        victim = _current(metiers) / damage
        shutil.rmtree(victim) if victim.is_dir() else victim.unlink()
        assert metiers("build", sheets, "--skip-shacl").status == 0
        assert metiers("export", "MET.9001").out == FULL


def test_a_release_that_cannot_be_read_stops_no_other(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    old = _current(metiers)
    (sheets / "MET.9002.md").unlink()
    metiers("build", sheets, "--skip-shacl")
    for text in ('{"built": 3}', "[" * 100_000, '{"counts": null, "sources": ["a"], "built": "x"}'):
        (old / "manifest.json").write_text(text, "utf-8")
        (metiers.home / "releases" / ".DS_Store").write_text("x", "utf-8")
        assert metiers("releases").status == 0
        assert metiers("build", sheets, "--skip-shacl").status == 0


def test_a_home_that_cannot_be_is_one_line(metiers: Metiers, sheets: Path) -> None:
    metiers.home.write_text("a file", "utf-8")
    outcome = metiers("build", sheets, "--skip-shacl")
    assert outcome.status == 1
    assert outcome.err.splitlines()[-1].startswith("Erreur : ")


def test_a_release_that_was_not_judged_can_be_later(metiers: Metiers, sheets: Path) -> None:
    metiers("build", sheets, "--skip-shacl")
    manifest = _current(metiers) / "manifest.json"
    assert json.loads(manifest.read_text("utf-8"))["findings"] is None
    metiers("build", sheets)
    judged = json.loads(manifest.read_text("utf-8"))
    assert judged["findings"] is not None
    metiers("build", sheets, "--skip-shacl")
    assert json.loads(manifest.read_text("utf-8")) == judged


def test_tables_that_cannot_be_written_publish_nothing(
    metiers: Metiers, sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.release.builder.sys.executable", "/bin/false")
    outcome = metiers("build", sheets, "--skip-shacl")
    assert outcome.status == 1
    assert "les tables n'ont pas pu être écrites" in outcome.err
    assert not (metiers.home / "current").exists()
