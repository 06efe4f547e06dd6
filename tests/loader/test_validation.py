from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, Store
from pyshacl import validate

from loader.corpus.corpus import read_corpus
from loader.editions.editions import Editions
from loader.model.rdf_terms import TYPE
from loader.release.bulk_loader import BackgroundLoad
from loader.release.external_sort import ExternalSort
from loader.release.fill_store import write_lines
from loader.validation import (
    Finding,
    subject_slices,
    validate_graph,
    validate_slice,
    validate_store,
)
from ontology import base, graph_files, shapes
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def seeds_store(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a store that holds what the seeds say."""
    folder = tmp_path_factory.mktemp("seeds")
    with BackgroundLoad(folder / "store") as load:
        runs = ExternalSort(folder / "runs", load.add)
        write_lines(read_corpus([seeds], Editions()), runs)
        runs.flush()
    return folder / "store"


def test_slices_hold_every_subject_once_and_no_metier_in_two(seeds_store: Path) -> None:
    store = Store.read_only(str(seeds_store))
    parts = list(subject_slices(store, 500))
    assert len(parts) > 5
    subjects = [iri for part in parts for iri in part]
    assert len(subjects) == len(set(subjects))
    quads = store.quads_for_pattern(None, TYPE, None, DefaultGraph())
    assert set(subjects) == {str(quad.subject)[1:-1] for quad in quads}
    (home,) = [part for part in parts if any("/MET.797/" in iri for iri in part)]
    assert sum("/MET.797" in iri for iri in home) == sum("/MET.797" in iri for iri in subjects)


def test_slices_find_what_the_whole_finds(seeds_store: Path) -> None:
    store = Store.read_only(str(seeds_store))
    sliced = {
        finding
        for part in subject_slices(store, 500)
        for finding in validate_slice(seeds_store, part)
    }
    whole = "\n".join(
        f"{quad.triple} ." for quad in store.quads_for_pattern(None, None, None, DefaultGraph())
    )
    assert sliced == set(validate_graph(whole))
    assert sliced


def test_the_seeds_break_no_shape(seeds_store: Path) -> None:
    findings = validate_store(seeds_store)
    assert {each.severity for each in findings} == {"Warning", "Info"}


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    graph = rdflib.Graph()
    for text in graph_files().values():
        graph.parse(data=text, format="turtle")
    return graph


@pytest.fixture(scope="module")
def written() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes(), format="turtle")


INVALID = sorted((ROOT / "tests/ontology/examples/invalid").glob("*.ttl"))


@pytest.mark.parametrize("example", INVALID[::5], ids=lambda path: path.stem)
def test_moved_targets_judge_as_the_shapes_written(
    example: Path, vocabulary: rdflib.Graph, written: rdflib.Graph
) -> None:
    data = rdflib.Graph().parse(example)
    judged = validate_graph(data.serialize(format="nt"))
    _, report, _ = validate(data + vocabulary, shacl_graph=written, inference="none")
    assert isinstance(report, rdflib.Graph)
    expected = {
        (_focus(report, result), _shape(report, result))
        for result in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    }
    assert {(each.focus, each.shape) for each in judged if _is_iri(each)} == {
        each for each in expected if each[0].startswith("http")
    }
    assert expected


def _focus(report: rdflib.Graph, result: rdflib.term.Node) -> str:
    """Return the culprit: a rule on the whole graph names it as its value."""
    focus = str(report.value(result, rdflib.SH.focusNode))
    whole = focus == f"{base()}ontology"
    return str(report.value(result, rdflib.SH.value)) if whole else focus


def _shape(report: rdflib.Graph, result: rdflib.term.Node) -> str:
    return str(report.value(result, rdflib.SH.sourceShape)).rpartition("#")[2]


def _is_iri(finding: Finding) -> bool:
    return finding.focus.startswith("http")
