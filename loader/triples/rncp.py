"""Triples of the register of certifications: fiches, and the codes that they are filed under."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    IN_SCHEME,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    day,
    french,
    term,
)
from loader.records.formations import Specialite
from loader.records.rncp import FicheRncp, FormacodeDeFiche, RomeDeFiche, TableRncp
from loader.triples.formation_mentions import speciality_triples

_CONCEPT = term("skos:Concept")
_FICHE_TYPES = (term("mg:FicheRncp"), _CONCEPT)
_CODE_TYPES = (term("mg:CodeRome"), _CONCEPT)
_FORMACODE_TYPES = (term("mg:Formacode"), _CONCEPT)
_REPERTOIRE, _FORMACODES = term("nomenclature:rncp"), term("nomenclature:formacode")
_ROMES = {3: term("nomenclature:rome-v3"), 4: term("nomenclature:rome-v4")}
_CODE_RNCP, _EQF = term("mg:codeRncp"), term("mg:eqf")
_NIVEAU = term("mg:niveauCertification")
_TYPE_DIPLOME, _ENREGISTREMENT = term("mg:typeDiplome"), term("mg:enregistrementRncp")
_EFFET, _FIN = term("mg:effetEnregistrement"), term("mg:finEnregistrement")
_ACTIVE = term("mg:ficheActive")
_CODE_ROME, _SPECIALITE = term("mg:codeRome"), term("mg:specialite")
_FORMACODE = term("mg:formacode")


def rncp_triples(tables: Iterable[TableRncp]) -> Iterator[Triple]:
    """Yield the fiches and what they are filed under; one that is only named is a stub.

    A code whose ROME nothing told makes no triple: `loader.corpus.rome_versions` reports it.
    """
    every = tuple(tables)
    for table in every:
        for fiche in table.fiches:
            yield from _fiche(fiche)
        for code in table.romes:
            yield from _rome(code)
        for specialite in table.specialites:
            yield iris.fiche_rncp(specialite.numero), _SPECIALITE, iris.nsf(specialite.code)
            yield from speciality_triples(Specialite(specialite.code, specialite.libelle))
        for formacode in table.formacodes:
            yield from _formacode(formacode)
    described = {fiche.numero for table in every for fiche in table.fiches}
    for numero in dict.fromkeys(_named(every)):
        if numero not in described:
            yield from _coded(iris.fiche_rncp(numero), numero, numero, _FICHE_TYPES, _REPERTOIRE)


def _named(tables: Iterable[TableRncp]) -> Iterator[str]:
    for table in tables:
        yield from (each.numero for each in table.romes)
        yield from (each.numero for each in table.specialites)
        yield from (each.numero for each in table.formacodes)


def _fiche(fiche: FicheRncp) -> Iterator[Triple]:
    node = iris.fiche_rncp(fiche.numero)
    yield from _coded(node, fiche.numero, fiche.intitule, _FICHE_TYPES, _REPERTOIRE)
    if fiche.numero.startswith("RNCP"):
        yield node, _CODE_RNCP, Literal(fiche.numero.removeprefix("RNCP"))
    if fiche.niveau_europeen:
        yield node, _EQF, term(f"eqf:{fiche.niveau_europeen}")
    if fiche.niveau:
        yield node, _NIVEAU, french(fiche.niveau)
    if fiche.type_diplome:
        yield node, _TYPE_DIPLOME, french(fiche.type_diplome)
    if fiche.enregistrement:
        yield node, _ENREGISTREMENT, french(fiche.enregistrement)
    if fiche.effet:
        yield node, _EFFET, day(fiche.effet)
    if fiche.fin:
        yield node, _FIN, day(fiche.fin)
    if fiche.active is not None:
        yield node, _ACTIVE, Literal(fiche.active)


def _rome(code: RomeDeFiche) -> Iterator[Triple]:
    if code.version is None:
        return
    node = iris.rome_v3(code.code) if code.version == 3 else iris.rome_v4(code.code)
    yield iris.fiche_rncp(code.numero), _CODE_ROME, node
    yield from _coded(node, code.code, code.libelle, _CODE_TYPES, _ROMES[code.version])


def _formacode(formacode: FormacodeDeFiche) -> Iterator[Triple]:
    node = iris.formacode(formacode.code)
    yield iris.fiche_rncp(formacode.numero), _FORMACODE, node
    yield from _coded(node, formacode.code, formacode.libelle, _FORMACODE_TYPES, _FORMACODES)


def _coded(
    node: NamedNode, code: str, label: str, types: tuple[NamedNode, ...], scheme: NamedNode
) -> Iterator[Triple]:
    for type_ in types:
        yield node, TYPE, type_
    yield node, IN_SCHEME, scheme
    yield node, NOTATION, Literal(code)
    yield node, PREF_LABEL, french(label)
