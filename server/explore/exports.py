"""JSON and CSV of a selection: all that it leaves, for a program or a spreadsheet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pyoxigraph as ox

from server.engine import Term
from server.engine.spreadsheet import sheet_of_rows
from server.explore.facet_counts import selected_bits, sorted_places, value_counts
from server.explore.facet_data import FacetData, FacetedMetier
from server.explore.facet_values import Labels, value_labels
from server.explore.formation_data import FacetedFormation
from server.explore.selection import Selection
from server.explore.selection_query import selection_query
from server.iris import link, tail

__all__ = ["csv_table", "formations_csv", "formations_json", "json_document"]

_COLUMNS = ("nom", "identifiant", "niveau", "salaire", "condition", "iri")
_OF_FORMATIONS = (
    "nom", "identifiant", "niveau", "type", "duree", "certification", "rncp", "metiers", "iri",
)  # fmt: skip
Item = TypeVar("Item")


def json_document(facts: FacetData[FacetedMetier], choice: Selection) -> dict[str, Any]:
    """Return the choice, its facets with their counts, its métiers and its question, for JSON."""
    named = value_labels(facts.facets)

    def result(metier: FacetedMetier) -> dict[str, Any]:
        return {
            "iri": metier.iri,
            "label": metier.nom,
            "niveau": named["niveau"][metier.niveau.slug] if metier.niveau else None,
            "salaire": metier.salaire,
            "condition": metier.pay.reserve or None if metier.pay else None,
            "url": link(metier.iri),
        }

    return {
        **_document(facts, choice, named, result),
        "query": selection_query(choice),
    }


def formations_json(
    facts: FacetData[FacetedFormation], choice: Selection, called: Labels
) -> dict[str, Any]:
    """Return the choice, its facets with their counts, and its formations, for JSON."""

    def result(each: FacetedFormation) -> dict[str, Any]:
        return {
            "iri": each.iri,
            "label": each.nom,
            "niveau": called.get("sortie", {}).get(each.sortie),
            "type": each.type or None,
            "duree": each.duree or None,
            "rncp": each.rncp or None,
            "metiers": len(each.metiers),
            "url": link(each.iri),
        }

    return _document(facts, choice, called, result)


def csv_table(facts: FacetData[FacetedMetier], choice: Selection) -> bytes:
    """Return the métiers as a file for spreadsheets, which no formula can come out of."""
    levels = value_labels(facts.facets).get("niveau", {})
    return sheet_of_rows(_COLUMNS, (_terms(metier, levels) for metier in _found(facts, choice)))


def formations_csv(facts: FacetData[FacetedFormation], choice: Selection, called: Labels) -> bytes:
    """Return the formations as a file for spreadsheets, which no formula can come out of."""
    levels, degrees = (called.get(name, {}) for name in ("sortie", "certification"))

    def terms(each: FacetedFormation) -> Iterable[Term | None]:
        texts = (
            each.nom, tail(each.iri), levels.get(each.sortie), each.type, each.duree,
            degrees.get(each.europeen), each.rncp,
        )  # fmt: skip
        yield from (ox.Literal(text) if text else None for text in texts)
        yield ox.Literal(len(each.metiers))
        yield ox.NamedNode(each.iri)

    return sheet_of_rows(_OF_FORMATIONS, map(terms, _found(facts, choice)))


def _document(
    facts: FacetData[Item],
    choice: Selection,
    named: Labels,
    result: Callable[[Item], dict[str, Any]],
) -> dict[str, Any]:
    counted, found = value_counts(facts, choice), _found(facts, choice)
    return {
        "total": len(found),
        "sort": choice.sort,
        "url": choice.without_facets(()).address(),
        "facets": [
            {
                "name": name,
                "all": name in choice.every,
                "values": [
                    {
                        "value": slug,
                        "label": named[name][slug],
                        "count": counted[name][slug],
                        "chosen": value in choice.values.get(name, ()),
                    }
                    for slug, value in facet.slugs.items()
                ],
            }
            for name, facet in facts.facets.items()
        ],
        "results": [result(each) for each in found],
    }


def _found(facts: FacetData[Item], choice: Selection) -> Sequence[Item]:
    places = sorted_places(facts, selected_bits(facts, choice), choice.sort)
    return [facts.items[place] for place in places]


def _terms(metier: FacetedMetier, levels: Mapping[str, str]) -> Iterable[Term | None]:
    return (
        ox.Literal(metier.nom),
        ox.Literal(tail(metier.iri)),
        ox.Literal(levels[metier.niveau.slug]) if metier.niveau else None,
        None if metier.salaire is None else ox.Literal(metier.salaire),
        ox.Literal(metier.pay.reserve) if metier.pay and metier.pay.reserve else None,
        ox.NamedNode(metier.iri),
    )
