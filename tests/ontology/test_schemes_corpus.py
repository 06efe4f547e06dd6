"""The code lists against the publisher's files: every label, every official id."""

from xml.etree import ElementTree

import pytest
from rdflib import SKOS, Graph, URIRef

import ontology
from ontology.folding import slug
from tests.conftest import SHARED

ONISEP = SHARED / "onisep"
XML = ONISEP / "Onisep_Ideo_Fiches_metiers_25062024.xml"
ELEMENTS = {
    "niveau_acces_min": "niveau",
    "statut": "statut",
    "centre_interet": "interet",
    "secteur_activite": "secteur",
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not ONISEP.is_dir(), reason="the publishers' files are not beside"),
]


def _labels(sheet: str, heading: str) -> list[str]:
    """Return the bullets of a list part, or the value on the heading's own line."""
    _, found, rest = sheet.partition(f"\n{heading}")
    if not found:
        return []
    first, *lines = rest.split("\n")
    if first.strip():
        return [first.strip()]
    part: list[str] = []
    for line in lines:
        if line.startswith(("#", "**")):
            break
        part += [line[2:]] if line.startswith("- ") else []
    return part


_OF_FORMATIONS = {"4E", "seconde", "1re"}
"""Levels that no métier asks for: formations end there, or begin."""


@pytest.mark.parametrize(
    ("heading", "prefix"),
    [
        ("**Niveau d'accès minimum:**", "niveau"),
        ("**Statuts possibles:**", "statut"),
        ("## Centres d'intérêt", "interet"),
    ],
)
def test_labels_are_the_sheets(vocabulary: Graph, heading: str, prefix: str) -> None:
    sheets = [p.read_text(encoding="utf-8") for p in sorted(ONISEP.glob("fiches/*.md"))]
    printed = {label for sheet in sheets for label in _labels(sheet, heading)}
    namespace = ontology.prefixes()[prefix]
    known = {
        str(o)
        for s, o in vocabulary.subject_objects(SKOS.prefLabel)
        if str(s).startswith(namespace) and o.language == "fr"  # type: ignore[attr-defined]
    }
    assert printed == known - _OF_FORMATIONS


@pytest.mark.parametrize("element", ELEMENTS)
def test_ids_are_the_exports(vocabulary: Graph, element: str) -> None:
    namespace = ontology.prefixes()[ELEMENTS[element]]
    published = {
        (namespace + slug(label), node.findtext("id"))
        for node in ElementTree.parse(XML).iter(element)
        if (label := node.findtext("libelle"))
    }
    stated = {
        (str(s), str(o))
        for s, o in vocabulary.subject_objects(SKOS.notation)
        if str(s).startswith(namespace)
    }
    assert published == stated


@pytest.mark.parametrize("element", ELEMENTS)
def test_the_exports_spellings_are_known(vocabulary: Graph, element: str) -> None:
    namespace = ontology.prefixes()[ELEMENTS[element]]
    for node in ElementTree.parse(XML).iter(element):
        label = node.findtext("libelle")
        if not label:
            continue
        concept = URIRef(namespace + slug(label))
        spellings = {
            str(o)
            for predicate in (SKOS.prefLabel, SKOS.hiddenLabel)
            for o in vocabulary.objects(concept, predicate)
        }
        assert label in spellings
