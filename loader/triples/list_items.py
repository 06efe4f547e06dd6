"""Triples of a fiche's lists: which parts it has, and their items in the sheet's order."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pyoxigraph import NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    ITEM,
    ITEM_LIST_ELEMENT,
    POSITION,
    RUBRIQUE,
    SECTION,
    TYPE,
    Triple,
    integer,
    term,
)
from loader.records import Fiche, Rubrique

T = TypeVar("T")

_SECTION_TYPE = term("mg:Section")
_LIST_ITEM = term("schema:ListItem")


def section_triples(fiche: Fiche, document: NamedNode, rubrique: Rubrique) -> list[Triple]:
    """Return the triples of a part of a fiche, without its content."""
    section = iris.section(fiche.id, rubrique)
    return [
        (document, SECTION, section),
        (section, TYPE, _SECTION_TYPE),
        (section, RUBRIQUE, iris.rubrique(rubrique)),
    ]


def list_triples(
    fiche: Fiche, document: NamedNode, appellations: Sequence[NamedNode]
) -> Iterator[Triple]:
    """Yield the parts that are lists, and their items."""
    for rubrique, items in _lists(fiche, appellations):
        if items is None:
            continue
        yield from section_triples(fiche, document, rubrique)
        section = iris.section(fiche.id, rubrique)
        for position, item in enumerate(items, 1):
            element = iris.element(fiche.id, rubrique, position)
            yield section, ITEM_LIST_ELEMENT, element
            yield element, TYPE, _LIST_ITEM
            yield element, POSITION, integer(position)
            yield element, ITEM, item


def _lists(
    fiche: Fiche, appellations: Sequence[NamedNode]
) -> Iterator[tuple[Rubrique, Sequence[NamedNode] | None]]:
    yield Rubrique.APPELLATIONS, None if fiche.appellations is None else ()
    yield (
        Rubrique.AUTRES_APPELLATIONS,
        None if fiche.autres_appellations is None else appellations,
    )
    yield Rubrique.CODES_ROME, _each(fiche.codes_rome, iris.rome_v3)
    yield Rubrique.NIVEAU_ACCES, None if fiche.niveau is None else ()
    yield Rubrique.FORMATIONS, _each(fiche.formations, lambda each: iris.formation(each.id))
    yield (
        Rubrique.STATUTS,
        _each(fiche.statuts, lambda each: iris.concept_by_label("statut", each.libelle)),
    )
    yield (
        Rubrique.CENTRES_INTERET,
        _each(fiche.interets, lambda each: iris.concept_by_label("interet", each.libelle)),
    )


def _each(items: Sequence[T] | None, iri: Callable[[T], NamedNode]) -> list[NamedNode] | None:
    return None if items is None else [iri(item) for item in items]
