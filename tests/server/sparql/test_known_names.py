"""The terms and the code lists that are closed: no release has others."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import prefixes
from server.releases.layout import STORE_FOLDER
from server.sparql.known_names import closed_namespaces, code_list_values

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LISTS = {"niveau", "statut", "interet", "secteur", "stade", "rubrique", "nomenclature"}


def test_the_closed_namespaces_are_the_vocabulary_and_its_lists() -> None:
    names = {name for name, iri in prefixes().items() if iri in closed_namespaces()}
    assert names == LISTS | {"mg"}
    assert "niveauAcces" in closed_namespaces()[prefixes()["mg"]]


def test_values_have_their_names_and_their_class() -> None:
    values = {each.name: each for each in code_list_values()}
    assert {name.partition(":")[0] for name in values} == LISTS
    brevet = values["niveau:diplome-national-du-brevet"]
    assert brevet.class_name == "mg:Niveau"
    assert brevet.labels["fr"] == "diplôme national du brevet"
    assert "DNB" in brevet.others
    assert all(each.labels.keys() >= {"fr", "en"} for each in values.values())


@pytest.mark.corpus
def test_no_release_has_other_values_in_a_closed_namespace(everything: Path) -> None:
    store = ox.Store.read_only(str(everything / STORE_FOLDER))
    unknown: set[str] = set()
    for quad in store.quads_for_pattern(None, TYPE, None, None):
        iri = str(getattr(quad.subject, "value", ""))
        for namespace, names in closed_namespaces().items():
            local = iri.removeprefix(namespace)
            if iri.startswith(namespace) and "/" not in local and local not in names:
                unknown.add(iri)
    assert unknown == set()
