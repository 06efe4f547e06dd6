"""The things that formations name: métiers, levels, specialities, fields."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    AUTRE_APPELLATION,
    FEMININ,
    IN_SCHEME,
    MASCULIN,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    term,
)
from loader.records import Fiche, Paire, Valeur
from loader.records.formations import MetierNomme, Specialite
from loader.triples.fiche import name_appellations, other_forms
from loader.triples.named_things import stub_triples

_CONCEPT, _APPELLATION, _NIVEAU = term("skos:Concept"), term("mg:Appellation"), term("mg:Niveau")
_SPECIALITE_NSF, _NSF = term("mg:SpecialiteNsf"), term("nomenclature:nsf")
_DOMAINE_TYPE, _DOMAINES = term("mg:DomaineOnisep"), term("nomenclature:domaines-onisep")


def named_metier_triples(metier: MetierNomme) -> Iterator[Triple]:
    """Yield what a formation says of a métier: its title, its pair and its other titles."""
    named = Fiche(metier.id, metier.nom, metier.paire, metier.synonymes)
    node = iris.metier(metier.id)
    yield from stub_triples(metier.id, metier.nom)
    yield from _pair(node, metier.paire)
    for synonyme, appellation in dict(
        zip(metier.synonymes, name_appellations(named), strict=True)
    ).items():
        yield node, AUTRE_APPELLATION, appellation
        yield appellation, TYPE, _APPELLATION
        yield appellation, PREF_LABEL, french(synonyme.titre)
        yield from _pair(appellation, synonyme.paire)
    for form in other_forms(named):
        yield node, ALT_LABEL, french(form)


def niveau_triples(niveau: Valeur) -> Iterator[Triple]:
    """Yield a level of studies: its label as written and its id at Onisep."""
    yield from _value(iris.labelled("niveau", niveau.libelle), _NIVEAU, niveau)


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
    node = iris.labelled("domaine-onisep", domaine.libelle)
    yield from _value(node, _DOMAINE_TYPE, domaine)
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _DOMAINES


def _value(node: NamedNode, type_: NamedNode, value: Valeur) -> Iterator[Triple]:
    yield node, TYPE, type_
    yield node, PREF_LABEL, french(value.libelle)
    if value.id:
        yield node, NOTATION, Literal(value.id)


def _pair(subject: NamedNode, pair: Paire) -> Iterator[Triple]:
    if pair.feminin:
        yield subject, FEMININ, french(pair.feminin)
    if pair.masculin:
        yield subject, MASCULIN, french(pair.masculin)
