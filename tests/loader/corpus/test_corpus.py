"""The publishers' 819 sheets, end to end: from files to a release and back."""

import gzip
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Store

from loader.corpus.corpus import read_corpus
from loader.corpus.problems import errors_among
from loader.editions.editions import Editions
from loader.model.graphs import named_graphs
from loader.release.external_sort import ExternalSort
from loader.release.fill_store import fill_store, write_lines
from loader.validation import compile_shapes, judge_shapes
from ontology import shapes
from tests.loader.command import Metiers
from tests.loader.damage import check_accounted, damaged
from tests.words import words

pytestmark = pytest.mark.corpus

EDITIONS = {"onisep-metiers": "2025-10", "rome-v3": "v344"}


@pytest.fixture(scope="module")
def files(corpus_folder: Path) -> list[Path]:
    return [corpus_folder / "onisep" / "fiches", corpus_folder / "rome" / TREE]


TREE = "rome_v3_arborescence_v344.tsv"


def _sheets(files: list[Path]) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(files[0].glob("*.md"))}


def test_every_sheet_comes_back_word_for_word_from_its_graph(
    metiers: Metiers, files: list[Path], tmp_path: Path
) -> None:
    options = [f"--edition={source}={name}" for source, name in EDITIONS.items()]
    assert metiers("build", *files, *options, "--skip-shacl").status == 0
    assert metiers("export", "--all", "--into", tmp_path / "out").status == 0
    sheets = _sheets(files)
    equal = [
        name
        for name, sheet in sheets.items()
        if words((tmp_path / "out" / name).read_text("utf-8")) == words(sheet)
    ]
    assert len(equal) == len(sheets) == 819
    current = metiers.home / "current"
    manifest = json.loads((current / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["fiches"] == 819
    assert manifest["counts"]["superseded"] == 0
    assert (current / "superseded.nt").read_bytes() == b""
    lines = gzip.decompress((current / "dataset.nq.gz").read_bytes()).decode().splitlines()
    named = {line.rpartition(" <")[0] for line in lines if _is_named(line)}
    default = {line.removesuffix(" .") for line in lines if not _is_named(line)}
    assert default == named


def _is_named(line: str) -> bool:
    return "/graph/" in line.rpartition(" <")[2]


def test_what_is_said_of_the_sheets_is_a_remark(files: list[Path]) -> None:
    corpus = read_corpus(files, Editions(EDITIONS))
    assert not errors_among(corpus.problems)
    assert Counter(str(each.kind) for each in corpus.problems) == {
        "sans code ROME": 91,
        "fourchette inversée": 2,
        "titre inattendu": 1,
        "texte douteux": 1,
    }


def test_the_order_of_the_files_changes_nothing(files: list[Path], tmp_path: Path) -> None:
    said = [_lines(order, tmp_path / str(n)) for n, order in enumerate((files, files[::-1]))]
    assert said[0] == said[1]


def _lines(files: list[Path], folder: Path) -> bytes:
    runs = ExternalSort(folder, lambda text: None)
    write_lines(read_corpus(files, Editions(EDITIONS)), runs)
    return hashlib.sha256(b"".join(runs.sorted_lines())).digest()


def test_the_sheets_break_no_shape(files: list[Path], tmp_path: Path) -> None:
    fill_store(read_corpus(files, Editions(EDITIONS)), tmp_path / "store", tmp_path / "runs")
    store = Store.read_only(str(tmp_path / "store"))
    findings = judge_shapes(store, compile_shapes(shapes()))
    assert [each for each in findings if each.severity == "Violation"] == []
    assert Counter(each.shape for each in findings if each.severity == "Warning") == {
        "Formation-inScheme": 2206,
        "Metier-sansRome": 91,
        "ParcoursTropCourtShape": 4,
        "VoieSousMinimumShape": 35,
    }


def test_damaged_real_sheets_lose_no_word(files: list[Path]) -> None:
    chance = random.Random(819)
    sheets = list(_sheets(files).values())
    for _ in range(3000):
        check_accounted(damaged(chance, sheets))


def test_every_graph_says_only_what_its_sheet_says(files: list[Path]) -> None:
    whole = named_graphs(read_corpus(files, Editions(EDITIONS)))
    alone = named_graphs(read_corpus([files[0] / "MET.797.md"], Editions(EDITIONS)))
    (expected,) = [graph for graph in alone if graph.name.value.endswith("/MET.797")]
    (found,) = [graph for graph in whole if graph.name.value.endswith("/MET.797")]
    assert (found.own_triples, list(found.shared_triples())) == (
        expected.own_triples,
        list(expected.shared_triples()),
    )
