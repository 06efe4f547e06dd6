"""Triples of the occupational families FAP-2009, and of the ROME V3 codes that lead to them."""

from collections.abc import Iterable, Iterator

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
from loader.records.fap import PassageRome, TableFap

_CONCEPT = term("skos:Concept")
_FAMILLE_TYPES = (term("mg:FamilleProfessionnelle"), _CONCEPT)
_CODE_TYPES = (term("mg:CodeRome"), _CONCEPT)
_FAP, _ROME_V3 = term("nomenclature:fap-2009"), term("nomenclature:rome-v3")
_ECHELON = term("mg:echelon")
_RELATED_MATCH = term("skos:relatedMatch")
_PASSAGE_TYPE = term("mg:PassageFap")
_FAMILLE, _CODE_ROME = term("mg:famille"), term("mg:codeRomeV3")
_QUALIFICATION = term("mg:qualification")


def fap_triples(tables: Iterable[TableFap]) -> Iterator[Triple]:
    """Yield the families with their levels, and the passage from ROME V3.

    A family has `skos:relatedMatch` to each code that leads to it, with or without a condition of
    qualification; a condition is a `mg:PassageFap`, which keeps family, code and digits together.
    """
    known: set[NamedNode] = set()
    for table in tables:
        for famille in table.familles:
            node = iris.fap(famille.code)
            yield from _coded(known, node, famille.code, _FAMILLE_TYPES, _FAP)
            yield node, PREF_LABEL, french(famille.libelle)
            yield node, _ECHELON, french(famille.echelon)
            if famille.plus_large:
                yield node, BROADER, iris.fap(famille.plus_large)
        for passage in table.passages:
            famille_, code = iris.fap(passage.fap), iris.rome_v3(passage.rome)
            yield from _coded(known, famille_, passage.fap, _FAMILLE_TYPES, _FAP)
            yield from _coded(known, code, passage.rome, _CODE_TYPES, _ROME_V3)
            yield famille_, _RELATED_MATCH, code
            if passage.qualifications:
                yield from _condition(passage, famille_, code)


def _coded(
    known: set[NamedNode],
    node: NamedNode,
    code: str,
    types: tuple[NamedNode, ...],
    scheme: NamedNode,
) -> Iterator[Triple]:
    """Yield type, scheme and notation of a thing, the first time that its code is met."""
    if node in known:
        return
    known.add(node)
    for type_ in types:
        yield node, TYPE, type_
    yield node, IN_SCHEME, scheme
    yield node, NOTATION, Literal(code)


def _condition(passage: PassageRome, famille: NamedNode, code: NamedNode) -> Iterator[Triple]:
    node = iris.fap_passage(passage.fap, passage.rome)
    yield node, TYPE, _PASSAGE_TYPE
    yield node, _FAMILLE, famille
    yield node, _CODE_ROME, code
    for digit in passage.qualifications:
        yield node, _QUALIFICATION, Literal(digit)
