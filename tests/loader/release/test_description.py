import gzip
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from loader.model import iris
from loader.model.rdf_terms import TYPE, term
from loader.validation import run_checks
from tests.loader.command import Metiers
from tests.loader.sheets import SHORT


@pytest.fixture
def store(metiers: Metiers, sheets: Path) -> Store:
    metiers("build", sheets, "--skip-shacl")
    return Store.read_only(str(metiers.home / "current" / "store"))


def _said(store: Store, subject: NamedNode | None, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(subject, term(predicate), None, iris.own_graph("release"))
    return [str(getattr(quad.object, "value", quad.object)) for quad in quads]


def test_a_release_states_its_digest_its_sources_and_its_ways_in(
    metiers: Metiers, store: Store
) -> None:
    release = iris.release((metiers.home / "current").resolve().name)
    assert _said(store, release, "dct:identifier") == [release.value.rpartition("/")[2]]
    assert _said(store, release, "prov:wasDerivedFrom") == [
        iris.edition("onisep-metiers", "2025-10").value
    ]
    for link in ("void:dataDump", "void:sparqlEndpoint", "dcat:distribution", "dct:license"):
        assert _said(store, release, link), link


def test_an_example_is_one_that_is_there(metiers: Metiers, store: Store, sheets: Path) -> None:
    assert _said(store, None, "void:exampleResource") == []
    (sheets / "MET.797.md").write_text(SHORT.replace("MET.9002", "MET.797"), "utf-8")
    metiers("build", sheets, "--skip-shacl")
    with_it = Store.read_only(str(metiers.home / "current" / "store"))
    assert _said(with_it, None, "void:exampleResource") == [iris.metier("MET.797").value]


def test_partitions_count_what_the_view_holds(store: Store) -> None:
    view = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert _said(store, None, "void:triples").count(str(view)) == 1
    release = iris.own_graph("release")
    counted = 0
    for quad in store.quads_for_pattern(None, term("void:propertyPartition"), None, release):
        assert isinstance(quad.object, NamedNode)
        counted += int(_said(store, quad.object, "void:triples")[0])
    assert counted == view
    classes = _said(store, None, "void:class")
    assert term("mg:Metier").value in classes


def test_the_description_is_neither_in_the_view_nor_in_the_dump(
    metiers: Metiers, store: Store
) -> None:
    assert not list(store.quads_for_pattern(None, term("void:dataDump"), None, DefaultGraph()))
    dump = gzip.decompress((metiers.home / "current" / "dataset.nq.gz").read_bytes())
    assert b"graph/release" not in dump


def test_distributions_are_accessible_and_publishers_are_agents(store: Store) -> None:
    dumps = [
        quad.subject for quad in store.quads_for_pattern(None, TYPE, term("dcat:Distribution"))
    ]
    assert len(dumps) == 2
    for dump in dumps:
        assert list(store.quads_for_pattern(dump, term("dcat:accessURL"), dump))
    published = [quad.object for quad in store.quads_for_pattern(None, term("dct:publisher"), None)]
    assert len(published) >= 2
    for publisher in published:
        assert isinstance(publisher, NamedNode)
        assert list(store.quads_for_pattern(publisher, TYPE, term("foaf:Agent")))
        assert list(store.quads_for_pattern(publisher, term("foaf:name"), None))


def test_a_sound_store_passes_the_checks_and_a_damaged_one_does_not(store: Store) -> None:
    assert list(run_checks(store)) == []
    damaged = Store()
    damaged.extend(store)
    metier = iris.metier("MET.9001")
    damaged.add(Quad(metier, term("skos:prefLabel"), Literal("autre", language="fr")))
    damaged.add(Quad(metier, term("mg:niveauAcces"), iris.concept_by_slug("niveau", "bac-8")))
    found = {finding.shape for finding in run_checks(damaged, ["<urn:a> <urn:p> <urn:o>"])}
    assert {"checks/noms_multiples", "checks/niveaux_multiples", "checks/hors_graphe"} <= found
