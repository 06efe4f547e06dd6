"""What is found on the seeds, and on releases damaged at random, is what pySHACL finds."""

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from loader.corpus.corpus import read_corpus
from loader.editions.editions import Editions
from loader.model import iris
from loader.model.rdf_terms import TYPE, term
from loader.release.bulk_loader import BackgroundLoad
from loader.release.external_sort import ExternalSort
from loader.release.fill_store import write_lines
from loader.validation import compile_shapes, judge_shapes
from ontology import shapes
from tests.conftest import ROOT
from tests.loader.validation import oracle

COMPILED = compile_shapes(shapes())


def store_of(sources: Path, folder: Path) -> Store:
    with BackgroundLoad(folder / "store") as load:
        runs = ExternalSort(folder / "runs", load.add)
        write_lines(read_corpus([sources], Editions()), runs)
        runs.flush()
    return Store.read_only(str(folder / "store"))


@pytest.fixture(scope="module")
def seeds_store(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a store that holds what the seeds say."""
    return store_of(seeds, tmp_path_factory.mktemp("seeds"))


def test_the_seeds_break_no_shape_and_are_judged_as_pyshacl_judges_them(
    seeds_store: Store,
) -> None:
    findings = judge_shapes(seeds_store, COMPILED)
    assert {each.severity for each in findings} == {"Warning", "Info"}
    assert oracle.found(findings) == oracle.judge(oracle.view(seeds_store))


def test_findings_come_the_gravest_first_and_say_in_french_what_is_wrong() -> None:
    store = Store()
    metier, fiche = iris.metier("MET.1"), iris.fiche("MET.1")
    store.add(Quad(metier, term("mg:fiche"), fiche))
    store.add(Quad(fiche, term("mg:passage"), BlankNode("a")))
    store.add(Quad(BlankNode("a"), term("schema:position"), Literal(2)))
    findings = judge_shapes(store, COMPILED)
    assert [each.severity for each in findings[-2:]] == ["Violation", "Warning"]
    said = {each.shape: each.message for each in findings}
    assert said["Metier-sansRome"] == "Ce métier n'a aucun code ROME."
    assert said["OrdreShape"] == f"Les positions des parties de {fiche.value} ne vont pas de 1 à n."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    """Give what one seed says, with the types of what it points to: a release soon judged."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "sheet.md").write_text((ROOT / SHEET).read_text("utf-8"), "utf-8")
    store = store_of(folder / "sheet.md", folder)
    said = [each for each in oracle.view(store) if each not in oracle.vocabulary()]
    return sorted(said, key=str)


SHEET = "seeds/fiches/MET.797.md"
_XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = [
    *(Literal(value) for value in (-1, 0, 1, 2, 7, 1.5)),
    *(Literal(value, datatype=NamedNode(f"{_XSD}decimal")) for value in ("1.5", "0", "2")),
]
LITERALS = [
    *NUMBERS,
    *(Literal(value) for value in ("", "MET.1", "FOR.1", "M1605", "M16", "M", "7", "EUR")),
    *(Literal("mot", language=each) for each in ("fr", "en", "fr-be", "de")),
    *(Literal(value) for value in (True, False)),
    *(Literal("oui", datatype=NamedNode(_XSD + each)) for each in ("integer", "boolean", "anyURI")),
]
COMPARED = {term(f"schema:{name}Value") for name in ("min", "max")} | {
    term(f"mg:annees{name}") for name in ("Min", "Max")
}
"""What `sh:lessThanOrEquals` compares.

Numbers only are drawn for these: of IRIs, booleans and texts of two languages, which SPARQL cannot
compare and SHACL therefore refuses, pySHACL compares the Python values, or stops.
"""


@st.composite
def damaged(draw: st.DrawFn, triples: list[Triple]) -> set[Triple]:
    """Draw triples some of which are lost, and some of which got another term."""
    kept = set(triples)
    whole = st.sampled_from(triples)
    for triple in draw(st.lists(whole, min_size=1, max_size=12)):
        kept -= {triple} if draw(st.booleans()) else set()
        other = draw(whole)
        subject = draw(st.sampled_from([triple.subject, other.subject, BlankNode("a")]))
        predicate = draw(st.sampled_from([triple.predicate, other.predicate]))
        terms = [triple.object, other.object, other.subject, BlankNode("b"), *LITERALS]
        value = draw(st.sampled_from(terms))
        if predicate not in COMPARED or value in NUMBERS:
            kept.add(Triple(subject, predicate, value))
    return kept


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")  # rdflib, of "oui"
@settings(max_examples=40, phases=[Phase.generate])  # to shrink takes pySHACL minutes
@given(st.data())
def test_a_damaged_release_is_judged_as_pyshacl_judges_it(
    small: list[Triple], data: st.DataObject
) -> None:
    triples = oracle.beside(data.draw(damaged(small)))
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
    assert oracle.found(judge_shapes(store, COMPILED)) == oracle.judge(triples)


@pytest.mark.parametrize("value", [each for each in LITERALS if each not in NUMBERS], ids=str)
def test_what_cannot_be_compared_is_not_less(value: Literal) -> None:
    store, path = Store(), NamedNode("urn:a")
    store.add(Quad(path, TYPE, term("mg:Parcours")))
    store.add(Quad(path, term("mg:anneesMin"), value))
    store.add(Quad(path, term("mg:anneesMax"), Literal(3)))
    assert "Parcours-fourchette" in {each.shape for each in judge_shapes(store, COMPILED)}
