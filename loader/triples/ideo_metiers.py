"""Triples of the idéo-métiers table: where each métier is filed, and the books on it."""

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    IN_SCHEME,
    NOTATION,
    PREF_LABEL,
    ROME_V3,
    TYPE,
    Triple,
    any_uri,
    french,
    term,
)
from loader.records.ideo_metiers import (
    CodeRomeNomme,
    GroupeFormationEmploi,
    LigneIdeo,
    MetierClasse,
)
from loader.triples.formation_mentions import sous_domaine_triples
from loader.triples.named_things import metier_stub_triples
from loader.triples.xml_only_facts import publication_triples

_URL, _SUBJECT_OF = term("schema:url"), term("schema:subjectOf")
_SEE_ALSO, _CONCEPT = term("rdfs:seeAlso"), term("skos:Concept")
_GFE, _GFE_TYPE = term("mg:gfe"), term("mg:GroupeFormationEmploi")
_GFES, _DOMAINE = term("nomenclature:gfe"), term("mg:domaineOnisep")
_ROME_TYPES = {3: term("mg:DomaineRome"), 5: term("mg:CodeRome")}
_ROME = term("nomenclature:rome-v3")


def ideo_triples(lignes: Iterable[LigneIdeo]) -> Iterator[Triple]:
    """Yield the triples of one edition: métiers, then the things that they name, once each.

    A métier is stated as a stub: it may have no fiche.
    """
    every = tuple(lignes)
    metiers = tuple(dict.fromkeys(ligne.metier for ligne in every))
    for metier in metiers:
        yield from _metier(metier)
    for ligne in every:
        if ligne.publication:
            book = iris.publication(ligne.publication)
            yield iris.metier(ligne.metier.id), _SUBJECT_OF, book
    for publication in dict.fromkeys(ligne.publication for ligne in every if ligne.publication):
        yield from publication_triples(publication)
    for gfe in dict.fromkeys(metier.gfe for metier in metiers if metier.gfe):
        yield from _gfe(gfe)
    for code in dict.fromkeys(chain.from_iterable(metier.codes for metier in metiers)):
        yield from _code(code)
    for sous_domaine in dict.fromkeys(
        chain.from_iterable(metier.sous_domaines for metier in metiers)
    ):
        yield from sous_domaine_triples(sous_domaine)


def _metier(metier: MetierClasse) -> Iterator[Triple]:
    node = iris.metier(metier.id)
    yield from metier_stub_triples(metier.id, metier.libelle)
    yield node, _URL, any_uri(metier.page)
    if metier.gfe:
        yield node, _GFE, iris.gfe(metier.gfe.lettre)
    for code in metier.codes:
        yield node, ROME_V3, iris.rome_v3(code.code)
    for sous_domaine in metier.sous_domaines:
        yield node, _DOMAINE, iris.concept_by_label("domaine-onisep", sous_domaine.libelle)


def _gfe(gfe: GroupeFormationEmploi) -> Iterator[Triple]:
    node = iris.gfe(gfe.lettre)
    yield node, TYPE, _GFE_TYPE
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _GFES
    yield node, NOTATION, Literal(gfe.lettre)
    yield node, PREF_LABEL, french(gfe.libelle)


def _code(code: CodeRomeNomme) -> Iterator[Triple]:
    node = iris.rome_v3(code.code)
    yield node, TYPE, _ROME_TYPES[len(code.code)]
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, _ROME
    yield node, NOTATION, Literal(code.code)
    if code.libelle:
        yield node, PREF_LABEL, french(code.libelle)
    if code.page:
        yield node, _SEE_ALSO, NamedNode(code.page)
