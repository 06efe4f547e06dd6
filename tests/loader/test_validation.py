from pathlib import Path

import pytest
import rdflib
from pyshacl import validate

from loader import nquads
from loader.corpus import read_corpus
from loader.editions import Editions
from loader.graphs import named_graphs
from loader.terms import Triple
from loader.validation import Finding, Validation, judge, slices
from loader.view import default_graph
from ontology import base, graph_files, shapes
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def seeds_view(seeds: Path) -> list[Triple]:
    return default_graph(named_graphs(read_corpus([seeds], Editions())))


def test_slices_hold_every_triple_of_the_view(seeds_view: list[Triple]) -> None:
    held = {line for text in slices(seeds_view) for line in text.splitlines()}
    assert held == set(nquads.default_lines(seeds_view))


def test_slices_find_what_the_whole_finds(
    seeds_view: list[Triple], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.validation.SLICE", 9)
    texts = list(slices(seeds_view))
    assert len(texts) > 5
    sliced = {finding for text in texts for finding in judge(text)}
    assert sliced == set(judge("\n".join(nquads.default_lines(seeds_view))))


def test_the_seeds_break_no_shape(seeds_view: list[Triple]) -> None:
    findings = Validation(seeds_view).findings()
    assert {each.severity for each in findings} == {"Warning", "Info"}


INVALID = sorted((ROOT / "tests/ontology/examples/invalid").glob("*.ttl"))


@pytest.mark.parametrize("example", INVALID[::5], ids=lambda path: path.stem)
def test_moved_targets_judge_as_the_shapes_written(example: Path) -> None:
    data = rdflib.Graph().parse(example)
    judged = judge(data.serialize(format="nt"))
    for text in graph_files().values():
        data.parse(data=text, format="turtle")
    written = rdflib.Graph().parse(data=shapes(), format="turtle")
    _, report, _ = validate(data, shacl_graph=written, inference="none")
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
