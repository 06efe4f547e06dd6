"""Triples of the ROME V4 items and interests: compétences, savoirs, contextes.

Each code that calls for an item has it by the property of its kind; `mg:coeurMetier` or
`mg:emergent` comes on top where the source tells how.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    BROADER,
    IN_SCHEME,
    NOTATION,
    PREF_LABEL,
    TYPE,
    Triple,
    french,
    term,
)
from loader.records.rome import (
    Coeur,
    CompetenceRome,
    ContexteRome,
    InteretDuCode,
    InteretRome,
    ItemDuCode,
    Marques,
    RiasecCompetence,
    SavoirRome,
    TableRome,
    lignes,
)

RIASEC_MAJEUR = term("mg:riasecMajeur")
RIASEC_MINEUR = term("mg:riasecMineur")
ORIGINE = term("mg:origine")
_ECO = term("mg:transitionEcologique")
_ECO_CLASS = term("mg:classeTransitionEcologique")
_FLAGS = (
    (term("mg:transitionNumerique"), "transition_num"),
    (term("mg:transitionDemographique"), "transition_demo"),
    (term("mg:emploiReglemente"), "reglemente"),
    (term("mg:emploiCadre"), "cadre"),
)
_Value = tuple[NamedNode, str | bool | None]
"""A property and its value: text as written, a flag, or None for what the source does not say."""

_CONCEPT = term("skos:Concept")
_DEFINITION = term("skos:definition")
_COMPETENCE = term("mg:CompetenceRome"), term("nomenclature:rome-competences")
_SAVOIR = term("mg:SavoirRome"), term("nomenclature:rome-savoirs")
_CONTEXTE = term("mg:ContexteRome"), term("nomenclature:rome-contextes")
_INTERET = term("mg:CentreInteretRome"), term("nomenclature:rome-interets")
_HAS_COMPETENCE = term("mg:competence")
_HAS_SAVOIR = term("mg:savoir")
_HAS_CONTEXTE = term("mg:contexte")
_HAS_INTERET = term("mg:interetRome")
_COEURS: Final = {
    Coeur.PRINCIPALE: term("mg:coeurMetier"),
    Coeur.EMERGENTE: term("mg:emergent"),
}
_INTERETS: Final = {True: term("mg:interetPrincipal"), False: term("mg:interetSecondaire")}
_NATURE = term("mg:natureCompetence")
_CODE_MACRO = term("mg:codeMacroCompetence")
_CATEGORIE = term("mg:categorie")
_SOUS_CATEGORIE = term("mg:sousCategorie")
_CODE_CATEGORIE = term("mg:codeCategorie")
_HETEROGENEITE = term("mg:heterogeneite")

_CodeIri = Callable[[str], NamedNode]
"""The IRI of a code."""


def item_triples(tables: Sequence[TableRome], node: _CodeIri) -> Iterator[Triple]:
    """Yield the compétences, savoirs, contextes and interests, and the codes that have them."""
    yield from _competences(tables)
    for savoir in lignes(tables, SavoirRome):
        item = iris.savoir_rome(savoir.ogr)
        yield from _thing(item, savoir.ogr, *_SAVOIR, savoir.libelle)
        yield from value_triples(
            item, (_CATEGORIE, savoir.categorie), (_SOUS_CATEGORIE, savoir.sous_categorie)
        )
        yield from marques_triples(item, savoir.marques)
    for contexte in lignes(tables, ContexteRome):
        item = iris.contexte_rome(contexte.ogr)
        yield from _thing(item, contexte.ogr, *_CONTEXTE, contexte.libelle)
        yield from value_triples(
            item, (_CODE_CATEGORIE, contexte.code_categorie), (_CATEGORIE, contexte.categorie)
        )
    yield from _items_of_codes(tables, node)
    yield from _interets(tables, node)


def _competences(tables: Sequence[TableRome]) -> Iterator[Triple]:
    described: set[str] = set()
    named: dict[str, None] = {}
    for row in lignes(tables, CompetenceRome):
        item = iris.competence_rome(row.ogr)
        described.add(row.ogr)
        yield from _thing(item, row.ogr, *_COMPETENCE, row.libelle)
        if row.definition:
            yield item, _DEFINITION, french(row.definition)
        if row.macro:
            named[row.macro] = None
            yield item, BROADER, iris.competence_rome(row.macro)
        yield from value_triples(
            item,
            (_NATURE, row.nature),
            (_CODE_MACRO, row.code_macro),
            (_CATEGORIE, row.categorie),
            (_SOUS_CATEGORIE, row.sous_categorie),
            (_HETEROGENEITE, row.heterogeneite),
            (ORIGINE, row.origine),
        )
        yield from marques_triples(item, row.marques)
    for riasec in lignes(tables, RiasecCompetence):
        named[riasec.ogr] = None
        yield from value_triples(
            iris.competence_rome(riasec.ogr),
            (RIASEC_MAJEUR, riasec.majeur),
            (RIASEC_MINEUR, riasec.mineur),
        )
    for ogr in named:
        if ogr not in described:
            yield from _thing(iris.competence_rome(ogr), ogr, *_COMPETENCE)


def _items_of_codes(tables: Sequence[TableRome], node: _CodeIri) -> Iterator[Triple]:
    items: dict[str, tuple[NamedNode, NamedNode]] = {}
    for contexte in lignes(tables, ContexteRome):
        items[contexte.ogr] = _HAS_CONTEXTE, iris.contexte_rome(contexte.ogr)
    for savoir in lignes(tables, SavoirRome):
        items[savoir.ogr] = _HAS_SAVOIR, iris.savoir_rome(savoir.ogr)
    for competence in lignes(tables, CompetenceRome):
        items[competence.ogr] = _HAS_COMPETENCE, iris.competence_rome(competence.ogr)
    for row in lignes(tables, ItemDuCode):
        if row.ogr in items:
            predicate, item = items[row.ogr]
            code = node(row.code)
            yield code, predicate, item
            if row.coeur:
                yield code, _COEURS[row.coeur], item


def _interets(tables: Sequence[TableRome], node: _CodeIri) -> Iterator[Triple]:
    described: set[str] = set()
    for row in lignes(tables, InteretRome):
        item = iris.interet_rome(row.numero)
        described.add(row.numero)
        yield from _thing(item, row.numero, *_INTERET, row.libelle)
        if row.definition:
            yield item, _DEFINITION, french(row.definition)
    named: dict[str, None] = {}
    for link in lignes(tables, InteretDuCode):
        code, item = node(link.code), iris.interet_rome(link.numero)
        named[link.numero] = None
        yield code, _HAS_INTERET, item
        if link.principal is not None:
            yield code, _INTERETS[link.principal], item
    for numero in named:
        if numero not in described:
            yield from _thing(iris.interet_rome(numero), numero, *_INTERET)


def _thing(
    node: NamedNode, key: str, type_: NamedNode, scheme: NamedNode, label: str | None = None
) -> Iterator[Triple]:
    yield node, TYPE, type_
    yield node, TYPE, _CONCEPT
    yield node, IN_SCHEME, scheme
    yield node, NOTATION, Literal(key)
    if label:
        yield node, PREF_LABEL, french(label)


def value_triples(node: NamedNode, *values: _Value) -> Iterator[Triple]:
    """Yield the values that there are, as plain literals."""
    for predicate, value in values:
        if value is not None:
            yield node, predicate, _plain(value)


def marques_triples(node: NamedNode, marques: Marques) -> Iterator[Triple]:
    """Yield what the source ticks; its class of écologie is another property than its flag."""
    for predicate, value in _marques(marques):
        yield node, predicate, value


@cache
def _marques(marques: Marques) -> tuple[tuple[NamedNode, Literal], ...]:
    eco = marques.transition_eco
    values: list[_Value] = [(_ECO_CLASS if isinstance(eco, str) else _ECO, eco)]
    values += [(predicate, getattr(marques, name)) for predicate, name in _FLAGS]
    return tuple((predicate, _plain(v)) for predicate, v in values if v is not None)


@cache
def _plain(value: str | bool) -> Literal:
    return Literal(value)
