"""Each named graph has its size and its licence, and one publisher's is not another's."""

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from loader.model import iris
from loader.model.rdf_terms import integer, term
from loader.release.graph_descriptions import licence_of
from loader.sources.catalogue import CC_BY, LICENCE_OUVERTE, ODBL, SOURCES
from tests.loader.command import Metiers

RELEASE = iris.own_graph("release")


def licences(store: Store) -> dict[str, list[str]]:
    """Return the licences that `graph/release` gives to each named graph of a store."""
    found: dict[str, list[str]] = {}
    for graph in store.named_graphs():
        assert isinstance(graph, NamedNode)
        quads = store.quads_for_pattern(graph, term("dct:license"), None, RELEASE)
        objects = [quad.object for quad in quads]
        found[graph.value] = [each.value for each in objects if isinstance(each, NamedNode)]
    return found


def test_every_graph_of_the_seeds_has_one_licence(metiers: Metiers, seeds: Path) -> None:
    metiers("build", seeds, "--skip-shacl")
    store = Store.read_only(str(metiers.home / "current" / "store"))
    by_source: dict[str, set[str]] = {}
    for graph, found in licences(store).items():
        assert len(found) == 1, graph
        source = re.sub(r".*/graph/([^/]+).*", r"\1", graph)
        by_source.setdefault(source, set()).update(found)
    assert by_source == {
        "onisep-metiers": {ODBL},
        "onisep-formations": {ODBL},
        "onisep-ideo-formations": {ODBL},
        "onisep-table-passage": {LICENCE_OUVERTE},
        "rome-v3": {LICENCE_OUVERTE},
        "rome-v4": {LICENCE_OUVERTE},
        "esco": {CC_BY},
        "esco-rome": {CC_BY},
        "fap-2009": {LICENCE_OUVERTE},
        "france-competences": {LICENCE_OUVERTE},
        "ontologie": {CC_BY},
        "editions": {CC_BY},
        "sans-nom": {CC_BY},
        "sources": {CC_BY},
        "release": {CC_BY},
    }
    said = store.quads_for_pattern(None, term("void:triples"), None, RELEASE)
    sizes = {quad.subject: quad.object for quad in said}
    for named in store.named_graphs():
        if named != RELEASE and isinstance(named, NamedNode):
            held = sum(1 for _ in store.quads_for_pattern(None, None, None, named))
            assert sizes[named] == integer(held)


@pytest.mark.parametrize(
    ("source", "licence"),
    [
        ("onisep-metiers", ODBL),
        ("onisep-formations", ODBL),
        ("onisep-ideo-metiers", ODBL),
        ("onisep-table-passage", LICENCE_OUVERTE),
        ("rome-v3", LICENCE_OUVERTE),
        ("rome-v4", LICENCE_OUVERTE),
        ("fap-2009", LICENCE_OUVERTE),
        ("esco", CC_BY),
        ("esco-rome", CC_BY),
    ],
)
def test_a_graph_has_the_licence_of_its_source(source: str, licence: str) -> None:
    assert licence_of(iris.graph(source, "1").value) == licence
    assert licence_of(iris.graph(source, "1", "MET.1").value) == licence


def test_no_source_is_without_a_licence() -> None:
    for source in SOURCES:
        assert licence_of(iris.graph(source, "1").value).startswith("https://")
    for own in ("ontologie", "sources", "editions", "release"):
        assert licence_of(iris.own_graph(own).value) == CC_BY
    with pytest.raises(KeyError):
        licence_of(iris.graph("inconnue", "1").value)
