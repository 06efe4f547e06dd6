"""Triples of a fiche's sections: passages in order, and the studies and ways in that they state."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from loader.facts.acces import voie_acces
from loader.facts.etudes import parcours
from loader.model import iris
from loader.model.rdf_terms import (
    HEADLINE,
    NAME,
    NIVEAU_TITRE,
    PASSAGE,
    POSITION,
    TEXT,
    TYPE,
    Triple,
    decimal,
    french,
    integer,
    term,
)
from loader.records import Fiche, Rubrique, Section
from loader.triples.list_items import section_triples

_PASSAGE_TYPE = term("mg:Passage")
_DESCRIPTION = term("dct:description")
_PARCOURS, _PARCOURS_TYPE = term("mg:parcours"), term("mg:Parcours")
_VOIE_ACCES, _VOIE_TYPE = term("mg:voieAcces"), term("mg:VoieAcces")
_DEPART, _NIVEAU = term("mg:depart"), term("mg:niveau")
_ANNEES_MIN, _ANNEES_MAX = term("mg:anneesMin"), term("mg:anneesMax")


def prose_triples(fiche: Fiche, metier: NamedNode) -> Iterator[Triple]:
    """Yield the sections with their passages, and the facts that stand in them."""
    for section in fiche.sections:
        if section.nom:
            yield iris.section(fiche.id, section.rubrique), NAME, french(section.nom)
        yield from passage_triples(fiche.id, section)
        yield from _description(section, metier)
        yield from _parcours(fiche.id, section, metier)
        yield from _voies(fiche.id, section, metier)


def passage_triples(id_: str, section: Section) -> Iterator[Triple]:
    """Yield a section of the fiche of that id, and its passages."""
    yield from section_triples(id_, section.rubrique)
    parent = iris.section(id_, section.rubrique)
    for position, passage in enumerate(section.passages, 1):
        node = iris.element(id_, section.rubrique, position)
        yield parent, PASSAGE, node
        yield node, TYPE, _PASSAGE_TYPE
        yield node, POSITION, integer(position)
        if passage.titre is not None and passage.niveau_titre is not None:
            yield node, HEADLINE, french(passage.titre)
            yield node, NIVEAU_TITRE, integer(passage.niveau_titre)
        if passage.texte is not None:
            yield node, TEXT, french(passage.texte)


def _description(section: Section, metier: NamedNode) -> Iterator[Triple]:
    if section.rubrique is Rubrique.PRESENTATION and section.passages and section.passages[0].texte:
        yield metier, _DESCRIPTION, french(section.passages[0].texte)


def _parcours(id_: str, section: Section, metier: NamedNode) -> Iterator[Triple]:
    for position, studies in parcours(section):
        node = iris.element(id_, section.rubrique, position)
        yield metier, _PARCOURS, node
        yield node, TYPE, _PARCOURS_TYPE
        if studies.depart:
            yield node, _DEPART, iris.concept_by_slug("niveau", studies.depart)
        if studies.annees_min is not None:
            yield node, _ANNEES_MIN, decimal(studies.annees_min)
        if studies.annees_max is not None:
            yield node, _ANNEES_MAX, decimal(studies.annees_max)


def _voies(id_: str, section: Section, metier: NamedNode) -> Iterator[Triple]:
    if section.rubrique is not Rubrique.ACCES_METIER:
        return
    for position, passage in enumerate(section.passages, 1):
        voie = voie_acces(passage)
        if voie is None:
            continue
        node = iris.element(id_, section.rubrique, position)
        yield metier, _VOIE_ACCES, node
        yield node, TYPE, _VOIE_TYPE
        for niveau in voie.niveaux:
            yield node, _NIVEAU, iris.concept_by_slug("niveau", niveau)
        if voie.depart:
            yield node, _DEPART, iris.concept_by_slug("niveau", voie.depart)
