"""Triples of the things that formations name: métiers, levels, specialities, fields."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    AUTRE_APPELLATION,
    BROADER,
    IN_SCHEME,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    term,
)
from loader.records import Fiche, Valeur
from loader.records.formations import MetierNomme, Specialite
from loader.records.ideo_metiers import SousDomaine
from loader.triples.fiche import appellation_iris, other_forms, pair_triples
from loader.triples.named_things import metier_stub_triples

_CONCEPT, _APPELLATION, _NIVEAU = term("skos:Concept"), term("mg:Appellation"), term("mg:Niveau")
_SPECIALITE_NSF, _NSF = term("mg:SpecialiteNsf"), term("nomenclature:nsf")
_DOMAINE_TYPE, _DOMAINES = term("mg:DomaineOnisep"), term("nomenclature:domaines-onisep")


def named_metier_triples(metier: MetierNomme) -> Iterator[Triple]:
    """Yield a métier as a formation names it: its title, its pair and its other titles."""
    named = Fiche(metier.id, metier.nom, metier.paire, metier.synonymes)
    node = iris.metier(metier.id)
    yield from metier_stub_triples(metier.id, metier.nom)
    yield from pair_triples(node, metier.paire)
    for synonyme, appellation in dict(
        zip(metier.synonymes, appellation_iris(named), strict=True)
    ).items():
        yield node, AUTRE_APPELLATION, appellation
        yield appellation, TYPE, _APPELLATION
        yield appellation, PREF_LABEL, french(synonyme.titre)
        yield from pair_triples(appellation, synonyme.paire)
    for form in other_forms(named):
        yield node, ALT_LABEL, french(form)


def niveau_triples(niveau: Valeur) -> Iterator[Triple]:
    """Yield a level of studies: its label as written and its id at Onisep."""
    yield from _value(iris.concept_by_label("niveau", niveau.libelle), _NIVEAU, niveau)


def speciality_triples(specialite: Specialite) -> Iterator[Triple]:
    """Yield a code of the NSF and its label."""
    node = iris.nsf(specialite.code)
    yield node, TYPE, _SPECIALITE_NSF
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _NSF
    yield node, NOTATION, Literal(specialite.code)
    if specialite.libelle:
        yield node, PREF_LABEL, french(specialite.libelle)


def domaine_triples(domaine: Valeur) -> Iterator[Triple]:
    """Yield a field in which Onisep files métiers and formations."""
    node = iris.concept_by_label("domaine-onisep", domaine.libelle)
    yield from _value(node, _DOMAINE_TYPE, domaine)
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _DOMAINES


def sous_domaine_triples(sous_domaine: SousDomaine) -> Iterator[Triple]:
    """Yield a field of Onisep's, and the wider one that it belongs to."""
    yield from domaine_triples(Valeur(sous_domaine.libelle))
    if sous_domaine.domaine:
        yield from domaine_triples(Valeur(sous_domaine.domaine))
        node = iris.concept_by_label("domaine-onisep", sous_domaine.libelle)
        yield node, BROADER, iris.concept_by_label("domaine-onisep", sous_domaine.domaine)


def _value(node: NamedNode, type_: NamedNode, value: Valeur) -> Iterator[Triple]:
    yield node, TYPE, type_
    yield node, PREF_LABEL, french(value.libelle)
    if value.id:
        yield node, NOTATION, Literal(value.id)
