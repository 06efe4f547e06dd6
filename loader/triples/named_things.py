"""Triples of the things that fiches name: labels and codes, which other graphs state too."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    BROADER,
    IN_SCHEME,
    METIER_TYPES,
    METIERS,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    term,
)
from loader.records import CodeRome, Fiche, Valeur
from loader.triples.xml_only_facts import publication_triples

_ROME_TYPES = {
    1: term("mg:GrandDomaineRome"),
    3: term("mg:DomaineRome"),
    5: term("mg:CodeRome"),
}
_ROME_V3 = term("nomenclature:rome-v3")
_CONCEPT = term("skos:Concept")
_FORMATION = term("mg:Formation")
_LABELLED = {
    "niveau": term("mg:Niveau"),
    "statut": term("mg:Statut"),
    "interet": term("mg:CentreInteret"),
    "secteur": term("mg:Secteur"),
}


def reference_triples(fiche: Fiche) -> Iterator[Triple]:
    """Yield the label, as written, or the code of each thing that a fiche names."""
    for code in fiche.codes_rome or ():
        yield from _rome(code)
    for formation in fiche.formations or ():
        node = iris.formation(formation.id)
        yield node, TYPE, _FORMATION
        yield node, NOTATION, Literal(formation.id)
        yield node, PREF_LABEL, french(formation.libelle)
    niveaux = (fiche.niveau,) if fiche.niveau else ()
    for scheme, values in (
        ("niveau", niveaux),
        ("statut", fiche.statuts or ()),
        ("interet", fiche.interets or ()),
        ("secteur", fiche.secteurs or ()),
    ):
        for value in values:
            yield from _value(scheme, value)
    for publication in fiche.publications or ():
        yield from publication_triples(publication)
    for metier in fiche.associes or ():
        yield from metier_stub_triples(metier.id, metier.libelle)


def _value(scheme: str, value: Valeur) -> Iterator[Triple]:
    concept = iris.concept_by_label(scheme, value.libelle)
    yield concept, TYPE, _LABELLED[scheme]
    yield concept, PREF_LABEL, french(value.libelle)
    if value.id:
        yield concept, NOTATION, Literal(value.id)


def metier_stub_triples(id_: str, libelle: str | None) -> Iterator[Triple]:
    """Yield the stub of a métier that is named: it may have no fiche of its own."""
    node = iris.metier(id_)
    for type_ in METIER_TYPES:
        yield node, TYPE, type_
    yield node, IN_SCHEME, METIERS
    yield node, NOTATION, Literal(id_)
    if libelle:
        yield node, PREF_LABEL, french(libelle)


def rome_v3_tree_triples(codes: Iterable[CodeRome]) -> Iterator[Triple]:
    """Yield the ROME V3 tree."""
    for row in codes:
        node = iris.rome_v3(row.code)
        yield from _rome(row.code)
        yield node, PREF_LABEL, french(row.libelle)
        if row.parent:
            yield node, BROADER, iris.rome_v3(row.parent)


def _rome(code: str) -> Iterator[Triple]:
    node: NamedNode = iris.rome_v3(code)
    yield node, TYPE, _ROME_TYPES[len(code)]
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _ROME_V3
    yield node, NOTATION, Literal(code)
