"""Triples of a fiche's lists: which parts it has, and their items in the sheet's order."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pyoxigraph import NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    ITEM,
    ITEM_LIST_ELEMENT,
    NAME,
    POSITION,
    RUBRIQUE,
    SECTION,
    TYPE,
    Triple,
    french,
    integer,
    term,
)
from loader.records import Fiche, Rubrique

T = TypeVar("T")

_SECTION_TYPE = term("mg:Section")
_LIST_ITEM = term("schema:ListItem")


def section_triples(id_: str, rubrique: Rubrique) -> list[Triple]:
    """Return the triples of a part of the fiche of that id, without its content."""
    section = iris.section(id_, rubrique)
    return [
        (iris.fiche(id_), SECTION, section),
        (section, TYPE, _SECTION_TYPE),
        (section, RUBRIQUE, iris.rubrique(rubrique)),
    ]


def item_triples(
    id_: str, rubrique: Rubrique, items: Sequence[tuple[NamedNode | None, str | None]]
) -> Iterator[Triple]:
    """Yield a part that is a list: what each item is, if known, and its wording, where told."""
    yield from section_triples(id_, rubrique)
    section = iris.section(id_, rubrique)
    for position, (item, wording) in enumerate(items, 1):
        element = iris.element(id_, rubrique, position)
        yield section, ITEM_LIST_ELEMENT, element
        yield element, TYPE, _LIST_ITEM
        yield element, POSITION, integer(position)
        if item is not None:
            yield element, ITEM, item
        if wording is not None:
            yield element, NAME, french(wording)


def list_triples(fiche: Fiche, appellations: Sequence[NamedNode]) -> Iterator[Triple]:
    """Yield the parts that are lists, and their items."""
    for rubrique, items in _lists(fiche, appellations):
        if items is not None:
            yield from item_triples(fiche.id, rubrique, [(item, None) for item in items])


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
