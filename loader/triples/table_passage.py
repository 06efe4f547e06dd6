"""Triples of the table de passage: certifications, and the formations that they relate to."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import IN_SCHEME, NOTATION, PREF_LABEL, TYPE, Triple, french, term
from loader.records.formations import Certification
from loader.triples.formations import formation_concept_triples

_TYPES = (term("mg:Certification"), term("skos:Concept"))
_CERTIFICATIONS = term("nomenclature:certifications")
_CERTIFICATION, _CERTIF_INFO = term("mg:certification"), term("mg:codeCertifInfo")
_RNCP, _SCOLARITE = term("mg:codeRncp"), term("mg:codeScolarite")
_EQF, _CERTIFIANTE = term("mg:eqf"), term("mg:certifiante")
_TYPE_DIPLOME, _EVOLUTION = term("mg:typeDiplome"), term("mg:evolution")
_INTITULE_RNCP, _ENREGISTREMENT = term("mg:intituleRncp"), term("mg:enregistrementRncp")
_LIBELLE_MINISTERE = term("mg:libelleMinistere")


def certifications_triples(certifications: Iterable[Certification]) -> Iterator[Triple]:
    """Yield the triples of each certification.

    The formation of a row has the codes and the level too, and the certification that ties them:
    several certifications may relate to one formation.
    """
    for certification in certifications:
        node = iris.certification(certification.certif_info)
        for type_ in _TYPES:
            yield node, TYPE, type_
        yield node, IN_SCHEME, _CERTIFICATIONS
        yield node, NOTATION, Literal(certification.certif_info)
        yield node, PREF_LABEL, french(certification.intitule)
        yield from _codes(certification, node)
        if certification.certifiante is not None:
            yield node, _CERTIFIANTE, Literal(certification.certifiante)
        for predicate, text in (
            (_TYPE_DIPLOME, certification.type_diplome),
            (_INTITULE_RNCP, certification.intitule_rncp),
            (_ENREGISTREMENT, certification.enregistrement),
            (_LIBELLE_MINISTERE, certification.libelle_ministere),
            (_EVOLUTION, certification.evolution),
        ):
            if text:
                yield node, predicate, french(text)
        if certification.formation:
            related = iris.formation(certification.formation.id)
            yield from formation_concept_triples(
                certification.formation.id, certification.formation.libelle
            )
            yield related, _CERTIFICATION, node
            yield related, _CERTIF_INFO, Literal(certification.certif_info)
            yield from _codes(certification, related)


def _codes(certification: Certification, subject: NamedNode) -> Iterator[Triple]:
    if certification.rncp:
        yield subject, _RNCP, Literal(certification.rncp)
    if certification.scolarite:
        yield subject, _SCOLARITE, Literal(certification.scolarite)
    if certification.niveau_europeen:
        yield subject, _EQF, term(f"eqf:{certification.niveau_europeen}")
