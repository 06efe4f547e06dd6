import re

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

import ontology
from ontology.folding import slug

# prefix of the concepts → scheme, class, how many
LISTS = {
    "niveau": ("niveaux", "Niveau", 19),
    "statut": ("statuts", "Statut", 9),
    "interet": ("interets", "CentreInteret", 32),
    "secteur": ("secteurs", "Secteur", 48),
    "rubrique": ("rubriques", "Rubrique", 22),
    "stade": ("stades", "Stade", 1),
}
BY_LABEL = sorted(LISTS.keys() - {"rubrique"})  # a rubrique's key is the project's own
RUBRIQUES = """appellations autres-appellations codes-rome presentation en-bref documentation
    nature-travail competences conditions-travail vie-professionnelle acces-metier niveau-acces
    formations statuts centres-interet
    description acces-formation attendus poursuite-etudes metiers-associes specialites domaines"""
LEVELS = """sans-diplome 3e diplome-national-du-brevet cap-ou-equivalent cap-ou-equivalent-1-an
    bac-ou-equivalent bac-1 bac-2 bac-3 bac-4 bac-5 bac-6 bac-7 bac-8 bac-9-et-plus"""
CLASSES_BETWEEN = [(5, "4e"), (25, "seconde"), (45, "1re")]
"""Ranks of the classes that came later: a rank is never renumbered."""
EQF = {
    "cap-ou-equivalent": "3",
    "bac-ou-equivalent": "4",
    "bac-2": "5",
    "bac-3": "6",
    "bac-4": "6",
    "bac-5": "7",
    "bac-8": "8",
}


def _iri(prefix: str, name: str) -> URIRef:
    return URIRef(ontology.prefixes()[prefix] + name)


def _keys(graph: Graph, prefix: str) -> dict[str, URIRef]:
    """Return the concepts of a code list by the last part of their IRI."""
    scheme = _iri("nomenclature", LISTS[prefix][0])
    found = (s for s in graph.subjects(SKOS.inScheme, scheme) if isinstance(s, URIRef))
    return {s.removeprefix(ontology.prefixes()[prefix]): s for s in found}


def _labels(graph: Graph, subject: URIRef, predicate: URIRef, language: str) -> list[str]:
    found = (o for o in graph.objects(subject, predicate) if isinstance(o, Literal))
    return sorted(str(o) for o in found if o.language == language)


def _ranked(graph: Graph, prefix: str) -> list[tuple[int, str]]:
    ranks = {k: graph.value(s, _iri("mg", "rang")) for k, s in _keys(graph, prefix).items()}
    return sorted((int(str(r)), k) for k, r in ranks.items() if r is not None)


@pytest.mark.parametrize("prefix", LISTS)
def test_concepts_are_typed_and_labelled(vocabulary: Graph, prefix: str) -> None:
    _, name, count = LISTS[prefix]
    keys = _keys(vocabulary, prefix)
    assert len(keys) == count
    for key, concept in keys.items():
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", key)
        types = set(vocabulary.objects(concept, RDF.type))
        assert types == {_iri("mg", name), SKOS.Concept}, key
        assert len(_labels(vocabulary, concept, SKOS.prefLabel, "fr")) == 1, key
        assert len(_labels(vocabulary, concept, SKOS.prefLabel, "en")) == 1, key


@pytest.mark.parametrize("prefix", BY_LABEL)
def test_the_key_is_the_slug_of_the_label(vocabulary: Graph, prefix: str) -> None:
    for key, concept in _keys(vocabulary, prefix).items():
        assert slug(_labels(vocabulary, concept, SKOS.prefLabel, "fr")[0]) == key


@pytest.mark.parametrize("prefix", LISTS)
def test_every_spelling_leads_to_one_concept(vocabulary: Graph, prefix: str) -> None:
    leads: dict[str, set[str]] = {}
    for key, concept in _keys(vocabulary, prefix).items():
        for predicate in (SKOS.prefLabel, SKOS.hiddenLabel):
            for label in _labels(vocabulary, concept, predicate, "fr"):
                leads.setdefault(slug(label), set()).add(key)
    assert {spelling: keys for spelling, keys in leads.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("prefix", LISTS)
def test_official_ids_are_plain_and_unique(vocabulary: Graph, prefix: str) -> None:
    ids = [
        o for s in _keys(vocabulary, prefix).values() for o in vocabulary.objects(s, SKOS.notation)
    ]
    assert all(isinstance(o, Literal) and o.language is None for o in ids)
    assert len(set(ids)) == len(ids)


def test_levels_are_ordered(vocabulary: Graph) -> None:
    by_ten = [(10 * n, k) for n, k in enumerate(LEVELS.split())]
    assert _ranked(vocabulary, "niveau") == sorted([*by_ten, *CLASSES_BETWEEN])
    ranked = {key for _, key in _ranked(vocabulary, "niveau")}
    assert _keys(vocabulary, "niveau").keys() - ranked == {"autre-formation"}


def test_rubriques_are_ordered(vocabulary: Graph) -> None:
    expected = [(10 * n, k) for n, k in enumerate(RUBRIQUES.split(), 1)]
    assert _ranked(vocabulary, "rubrique") == expected


def test_levels_meet_the_european_framework(vocabulary: Graph) -> None:
    found = {
        key: str(o).removeprefix(ontology.prefixes()["eqf"])
        for key, concept in _keys(vocabulary, "niveau").items()
        for o in vocabulary.objects(concept, SKOS.closeMatch)
    }
    assert found == EQF


def test_every_scheme_is_described(vocabulary: Graph) -> None:
    schemes = set(vocabulary.subjects(RDF.type, SKOS.ConceptScheme))
    others = {"metiers", "formations", "rome-v3", "rome-v4", "fap-2009"}
    others |= {"rome-competences", "rome-savoirs", "rome-contextes", "rome-interets"}
    others |= {"certifications", "nsf", "domaines-onisep", "gfe", "esco-occupations", "isco-08"}
    others |= {"rncp", "formacode"}
    names = others | {scheme for scheme, _, _ in LISTS.values()}
    assert schemes == {_iri("nomenclature", name) for name in names}
    for scheme in schemes:
        assert isinstance(scheme, URIRef)
        for language in ("fr", "en"):
            assert len(_labels(vocabulary, scheme, DCTERMS.title, language)) == 1, scheme
            assert len(_labels(vocabulary, scheme, DCTERMS.description, language)) == 1, scheme
