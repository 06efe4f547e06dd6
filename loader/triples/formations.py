"""Triples of the formations export: each formation, then each thing that several name, once."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from loader.facts.formations import duree_en_annees, niveau_europeen
from loader.model import iris
from loader.model.rdf_terms import (
    ALT_LABEL,
    CODE_RNCP,
    CODE_SCOLARITE,
    DEBOUCHE,
    DUREE,
    IN_SCHEME,
    NIVEAU_CERTIFICATION,
    NIVEAU_INDICATIF,
    NOTATION,
    PREF_LABEL,
    SIGLE,
    TUTELLE,
    TYPE,
    TYPE_FORMATION,
    TYPE_FORMATION_SIGLE,
    URL,
    Triple,
    any_uri,
    day,
    decimal,
    french,
    term,
    year,
)
from loader.records.formations import Formation
from loader.triples.formation_mentions import (
    domaine_triples,
    named_metier_triples,
    niveau_triples,
    speciality_triples,
)
from loader.triples.xml_only_facts import publication_triples

T = TypeVar("T")
_FORMATION, _FORMATIONS = term("mg:Formation"), term("nomenclature:formations")
_CONCEPT = term("skos:Concept")
_DOMAINE = term("mg:domaineOnisep")
_LIEN_TYPE, _POURSUITE_TYPE = term("mg:Lien"), term("mg:Poursuite")
_CODE_NSF, _SPECIALITE = term("mg:nsf"), term("mg:specialite")
_NIVEAU_SORTIE = term("mg:niveauSortie")
_NATURE, _ENSEIGNEMENT = term("mg:natureCertificat"), term("mg:elementEnseignement")
_POURSUITE, _TYPE_POURSUITE = term("mg:poursuite"), term("mg:typePoursuite")
_VISEE = term("mg:formationVisee")
_SUBJECT_OF, _LIEN = term("schema:subjectOf"), term("mg:lien")
_DUREE_ANNEES, _EQF = term("mg:dureeAnnees"), term("mg:eqf")
_PREMIERE, _DERNIERE = term("mg:premiereSession"), term("mg:derniereSession")
_CREATED, _MODIFIED = term("dct:created"), term("dct:modified")

_TEXTS: tuple[tuple[NamedNode, Callable[[Formation], str | None]], ...] = (
    (ALT_LABEL, lambda formation: formation.sigle),
    (SIGLE, lambda formation: formation.sigle),
    (term("mg:libelleGenerique"), lambda formation: formation.libelle_generique),
    (term("mg:typeOption"), lambda formation: formation.type_option),
    (term("mg:libelleSpecifique"), lambda formation: formation.libelle_specifique),
    (TYPE_FORMATION, lambda formation: formation.type.libelle),
    (term("mg:typeFormationCourt"), lambda formation: formation.type.court),
    (TYPE_FORMATION_SIGLE, lambda formation: formation.type.sigle),
    (DUREE, lambda formation: formation.duree),
    (term("dct:description"), lambda formation: formation.descriptif),
    (term("mg:descriptifAcces"), lambda formation: formation.acces),
    (NIVEAU_CERTIFICATION, lambda formation: formation.niveau_certification),
    (term("mg:attendus"), lambda formation: formation.attendus),
    (NIVEAU_INDICATIF, lambda formation: formation.niveau_indicatif),
    (TUTELLE, lambda formation: formation.tutelle),
    (term("mg:descriptifPoursuite"), lambda formation: formation.suite),
)
_CODES: tuple[tuple[NamedNode, Callable[[Formation], str | None]], ...] = (
    (CODE_SCOLARITE, lambda formation: formation.code_scolarite),
    (CODE_RNCP, lambda formation: formation.code_rncp),
    (term("mg:codeNiveau"), lambda formation: formation.code_niveau),
)


def formations_triples(formations: Iterable[Formation]) -> Iterator[Triple]:
    """Yield the triples of the formations of one edition, and of the things that they name.

    A métier is stated as a stub with its names, a level with its label and id, a book, a
    speciality and a sous-domaine whole.
    """
    every = tuple(formations)
    for formation in every:
        yield from _formation(formation)
    for niveau in dict.fromkeys(each.niveau for each in every if each.niveau):
        yield from niveau_triples(niveau)
    for specialite in _once(each.specialites for each in every):
        yield from speciality_triples(specialite)
    for sous_domaine in _once(each.sous_domaines for each in every):
        yield from domaine_triples(sous_domaine)
    for publication in _once(each.publications for each in every):
        yield from publication_triples(publication)
    for metier in _once(each.debouches for each in every):
        yield from named_metier_triples(metier)


def formation_concept_triples(id_: str, libelle: str | None) -> Iterator[Triple]:
    """Yield type, scheme, id and label of a formation that a source describes."""
    node = iris.formation(id_)
    yield node, TYPE, _FORMATION
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _FORMATIONS
    yield node, NOTATION, Literal(id_)
    if libelle:
        yield node, PREF_LABEL, french(libelle)


def _formation(formation: Formation) -> Iterator[Triple]:
    node = iris.formation(formation.id)
    yield from formation_concept_triples(formation.id, formation.libelle)
    for predicate, text_of in _TEXTS:
        text = text_of(formation)
        if text and not (predicate == ALT_LABEL and text == formation.libelle):
            yield node, predicate, french(text)
    for predicate, code_of in _CODES:
        if code := code_of(formation):
            yield node, predicate, Literal(code)
    for predicate, session in (
        (_PREMIERE, formation.premiere_session),
        (_DERNIERE, formation.derniere_session),
    ):
        if session:
            yield node, predicate, year(session)
    for predicate, date in ((_CREATED, formation.creation), (_MODIFIED, formation.modification)):
        if date:
            yield node, predicate, day(date)
    if formation.url:
        yield node, URL, any_uri(formation.url)
    if annees := duree_en_annees(formation.duree or ""):
        yield node, _DUREE_ANNEES, decimal(annees)
    if niveau := niveau_europeen(formation.niveau_certification or ""):
        yield node, _EQF, term(f"eqf:{niveau}")
    yield from _relations(formation, node)


def _relations(formation: Formation, node: NamedNode) -> Iterator[Triple]:
    if formation.niveau:
        yield node, _NIVEAU_SORTIE, iris.concept_by_label("niveau", formation.niveau.libelle)
    for specialite in formation.specialites:
        yield node, _CODE_NSF, Literal(specialite.code)
        yield node, _SPECIALITE, iris.nsf(specialite.code)
    for nature in formation.natures:
        yield node, _NATURE, french(nature)
    for enseignement in formation.enseignements:
        yield node, _ENSEIGNEMENT, french(enseignement)
    for metier in dict.fromkeys(metier.id for metier in formation.debouches):
        yield node, DEBOUCHE, iris.metier(metier)
    for publication in dict.fromkeys(formation.publications):
        yield node, _SUBJECT_OF, iris.publication(publication)
    for sous_domaine in formation.sous_domaines:
        yield node, _DOMAINE, iris.concept_by_label("domaine-onisep", sous_domaine.libelle)
    for position, poursuite in enumerate(formation.poursuites, 1):
        further = iris.poursuite(formation.id, position)
        yield node, _POURSUITE, further
        yield further, TYPE, _POURSUITE_TYPE
        if poursuite.type:
            yield further, _TYPE_POURSUITE, french(poursuite.type)
        for libelle in poursuite.formations:
            yield further, _VISEE, french(libelle)
    for position, lien in enumerate(formation.liens, 1):
        link = iris.formation_lien(formation.id, position)
        yield node, _LIEN, link
        yield link, TYPE, _LIEN_TYPE
        yield link, URL, any_uri(lien.url)


def _once(several: Iterable[Iterable[T]]) -> dict[T, None]:
    return dict.fromkeys(chain.from_iterable(several))
