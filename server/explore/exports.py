"""JSON and CSV of a selection: all the métiers that it leaves, for a program or a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from server.engine import Term
from server.engine.spreadsheet import sheet_of_rows
from server.explore.facet_counts import selected_bits, sorted_metiers, value_counts
from server.explore.facet_data import FacetData, FacetedMetier
from server.explore.facet_values import value_labels
from server.explore.selection import Selection
from server.explore.selection_query import selection_query
from server.iris import link, tail

__all__ = ["csv_table", "json_document"]

_COLUMNS = ("nom", "identifiant", "niveau", "salaire", "iri")


def json_document(facts: FacetData, choice: Selection) -> dict[str, Any]:
    """Return the choice, its facets with their counts, its métiers and its question, for JSON."""
    counted, named = value_counts(facts, choice), value_labels(facts.facets)
    found = _found(facts, choice)
    return {
        "total": len(found),
        "sort": choice.sort,
        "url": choice.without_facets(()).address(),
        "query": selection_query(choice),
        "facets": [
            {
                "name": name,
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
        "results": [
            {
                "iri": metier.iri,
                "label": metier.nom,
                "niveau": named["niveau"][metier.niveau.slug] if metier.niveau else None,
                "salaire": metier.salaire,
                "url": link(metier.iri),
            }
            for metier in found
        ],
    }


def csv_table(facts: FacetData, choice: Selection) -> bytes:
    """Return the métiers as a file for spreadsheets, which no formula can come out of."""
    levels = value_labels(facts.facets).get("niveau", {})
    return sheet_of_rows(_COLUMNS, (_terms(metier, levels) for metier in _found(facts, choice)))


def _found(facts: FacetData, choice: Selection) -> Sequence[FacetedMetier]:
    places = sorted_metiers(facts, selected_bits(facts, choice), choice.sort)
    return [facts.metiers[place] for place in places]


def _terms(metier: FacetedMetier, levels: Mapping[str, str]) -> Iterable[Term | None]:
    return (
        ox.Literal(metier.nom),
        ox.Literal(tail(metier.iri)),
        ox.Literal(levels[metier.niveau.slug]) if metier.niveau else None,
        None if metier.salaire is None else ox.Literal(metier.salaire),
        ox.NamedNode(metier.iri),
    )
