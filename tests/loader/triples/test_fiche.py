from collections import Counter

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from loader.model.rdf_terms import Triple
from loader.records import Fiche
from loader.sources.fiche_markdown import read_fiche
from loader.triples import fiche_triples, reference_triples
from ontology import base, prefixes
from tests.loader.sheets import FULL


def _fiche() -> Fiche:
    fiche, _ = read_fiche(FULL, "f.md")
    assert fiche is not None
    return fiche


def _curie(term: NamedNode | Literal) -> str:
    if isinstance(term, Literal):
        return term.value
    candidates = [
        f"{prefix}:{term.value.removeprefix(start)}"
        for prefix, start in prefixes().items()
        if start and term.value.startswith(start) and start != base()
    ]
    return min(candidates, key=len)


def _said(triples: list[Triple]) -> set[tuple[str, str, str]]:
    return {(_curie(s), _curie(p), _curie(o)) for s, p, o in triples}


@pytest.mark.parametrize(
    "fact",
    [
        ("metier:MET.9001", "rdf:type", "mg:Metier"),
        ("metier:MET.9001", "rdf:type", "schema:Occupation"),
        ("metier:MET.9001", "skos:notation", "MET.9001"),
        ("metier:MET.9001", "skos:prefLabel", "tisseur/euse de nuages"),
        ("metier:MET.9001", "mg:feminin", "tisseuse de nuages"),
        ("metier:MET.9001", "mg:masculin", "tisseur de nuages"),
        ("metier:MET.9001", "skos:altLabel", "cardeur de brume"),
        ("metier:MET.9001", "mg:romeV3", "rome3:B1234"),
        ("metier:MET.9001", "mg:romeV3", "rome3:K15"),
        ("metier:MET.9001", "mg:niveauAcces", "niveau:bac-2"),
        ("metier:MET.9001", "mg:statut", "statut:salarie"),
        ("metier:MET.9001", "mg:centreInteret", "interet:reparer-bricoler-j-adore-ca"),
        ("metier:MET.9001", "mg:formation", "for:FOR.9001"),
        ("metier:MET.9001", "mg:fiche", "fiche:MET.9001"),
        ("fiche:MET.9001", "schema:about", "metier:MET.9001"),
        ("fiche:MET.9001/en-bref", "mg:rubrique", "rubrique:en-bref"),
        ("fiche:MET.9001/en-bref/2", "schema:headline", "Durée des études"),
        ("fiche:MET.9001/en-bref/3", "mg:niveauTitre", "2"),
        ("metier:MET.9001", "mg:parcours", "fiche:MET.9001/en-bref/3"),
        ("fiche:MET.9001/en-bref/3", "mg:depart", "niveau:3e"),
        ("fiche:MET.9001/en-bref/3", "mg:anneesMin", "2"),
        ("fiche:MET.9001/en-bref/3", "mg:anneesMax", "3"),
        ("metier:MET.9001", "mg:voieAcces", "fiche:MET.9001/acces-metier/2"),
        ("fiche:MET.9001/acces-metier/2", "mg:niveau", "niveau:bac-4"),
        ("fiche:MET.9001/acces-metier/2", "mg:niveau", "niveau:bac-5"),
        ("metier:MET.9001", "schema:estimatedSalary", "metier:MET.9001/salaire/1"),
        ("metier:MET.9001/salaire/1", "schema:minValue", "1801"),
        ("metier:MET.9001/salaire/1", "schema:unitText", "MONTH"),
        ("metier:MET.9001/salaire/1", "mg:condition", "hors primes"),
        ("metier:MET.9001/salaire/2", "schema:text", "Variable ensuite"),
        ("fiche:MET.9001/formations/2", "schema:item", "for:FOR.9002"),
        ("rome3:K15", "rdf:type", "mg:DomaineRome"),
        ("for:FOR.9001", "skos:prefLabel", "CAP brume (option fine)"),
        ("statut:salarie", "skos:prefLabel", "salarié"),
    ],
)
def test_a_sheet_says_its_facts(fact: tuple[str, str, str]) -> None:
    fiche = _fiche()
    assert fact in _said([*fiche_triples(fiche), *reference_triples(fiche)])


def test_there_is_no_blank_node_and_no_triple_twice() -> None:
    triples = fiche_triples(_fiche())
    assert not any(isinstance(node, BlankNode) for triple in triples for node in triple)
    assert max(Counter(triples).values()) == 1


def test_the_title_is_never_an_alternative_label() -> None:
    said = _said(fiche_triples(_fiche()))
    titles = {(s, o) for s, p, o in said if p == "skos:prefLabel"}
    assert not titles & {(s, o) for s, p, o in said if p == "skos:altLabel"}


def test_what_cannot_be_read_says_no_number() -> None:
    said = _said(fiche_triples(_fiche()))
    assert not {p for s, p, _ in said if s == "metier:MET.9001/salaire/2"} & {
        "schema:minValue",
        "schema:maxValue",
        "schema:currency",
    }


def test_the_same_sheet_says_the_same_in_the_same_order() -> None:
    assert fiche_triples(_fiche()) == fiche_triples(_fiche())


def test_iris_hold_no_edition() -> None:
    iris = {term.value for triple in fiche_triples(_fiche()) for term in triple}
    assert not [iri for iri in iris if iri.startswith(base()) and "2025" in iri]
