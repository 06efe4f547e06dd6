"""Wishes as filters: the intentions of a query as a selection of the explorer, and who fits it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Final

from ontology.folding import fold
from server.explore.facet_counts import selected_bits, sorted_places
from server.explore.facet_data import FacetData, FacetedMetier
from server.explore.facet_values import FacetValue, value_labels
from server.explore.selection import Selection
from server.explore.starting_points import STARTING_POINTS
from server.http.language import gettext
from server.search.intentions import Intention, Intentions
from server.search.matches import SearchHit, SearchResults

__all__ = ["WishView", "WishedFilter", "wish_view", "without_words"]

_SHORT_STUDIES: Final = "bac-2"
"""Short studies are those that lead no further."""
_BETTER_PAID: Final = (2500, 2200)
"""Euros a month, gross, that a beginner has at least: the first figure that some métier reaches."""
_UNSAID: Final = ("secteur",)
"""Facets that sheets may leave out."""
_ENOUGH: Final = 5
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class WishedFilter:
    """A filter that a query asks for: `without` is the query without it.

    `address` is that of the page which answers it by itself, if there is one.
    """

    facet: str
    value: str
    label: str
    without: str
    address: str


@dataclass(frozen=True)
class WishView:
    """The filters of a query, the explorer's address for them, and the métiers that fit.

    No métiers where no filter is one of the explorer's; `fitting` are in the explorer's order.
    Those `lacking` have none of the values; no source may say of what sectors the others are.
    """

    filters: Sequence[WishedFilter]
    address: str
    fitting: Sequence[FacetedMetier]
    lacking: frozenset[str]
    is_of_sectors: bool = False

    @property
    def count(self) -> int:
        """How many métiers fit."""
        return len(self.fitting)

    def narrow(self, found: SearchResults, type_: str = "") -> Sequence[SearchHit]:
        """Return the results of the query without the métiers that lack what is wished for.

        Beside a name that leaves none, all of them; without a name, all the métiers that fit follow
        if they are of the `type_` that is asked for.
        """
        if not self.address:
            return found.hits
        kept = [hit for hit in found.hits if self._may_have(hit)]
        if found.intentions.is_all:
            there = {hit.iri for hit in kept}
            others = [each for each in self.fitting if each.iri not in there]
            return [*kept, *map(_hit, others)] if type_ in ("", "metier") else kept
        return kept if any(hit.type == "metier" for hit in kept) else found.hits

    def _may_have(self, hit: SearchHit) -> bool:
        """Tell whether a result has what is wished for, or no source says that it has not.

        What is found by its text alone, of a métier without a sheet, is told so by sectors only.
        """
        is_unsaid = hit.iri not in self.lacking and (hit.reason != "text" or self.is_of_sectors)
        return hit.type != "metier" or is_unsaid or hit.iri in self._fitting_iris

    @cached_property
    def _fitting_iris(self) -> frozenset[str]:
        return frozenset(each.iri for each in self.fitting)


def wish_view(data: FacetData[FacetedMetier], text: str, intentions: Intentions) -> WishView:
    """Return the wishes of a text as filters."""
    wished = {each.facet for each in intentions.wishes}
    labels = value_labels({name: f for name, f in data.facets.items() if name in wished})
    filters = [
        WishedFilter(
            each.facet,
            each.value,
            _label(each, labels),
            without_words(text, each.words),
            f"/apres/{each.value}" if each.facet == "apres" else "",
        )
        for each in intentions.wishes
    ]
    choice = _selection(data, intentions.wishes)
    if not choice.values:
        return WishView(filters, "", (), frozenset())
    fitting, lacking = selected_bits(data, choice), _lacking_bits(data, choice)
    return WishView(
        filters,
        choice.address(),
        [data.items[place] for place in sorted_places(data, fitting, choice.sort)],
        frozenset(data.items[place].iri for place in sorted_places(data, lacking, choice.sort)),
        is_of_sectors=set(choice.values) == {"secteur"},
    )


def _lacking_bits(data: FacetData[FacetedMetier], choice: Selection) -> int:
    """Return the métiers without the wished values, those of which no source says sectors left out.

    Most have no sheet that does.
    """
    lacking = 0
    for name, wished in choice.values.items():
        facet = data.facets[name]
        some = reduce(or_, (each.bits for each in facet.values), 0)
        known = some if name in _UNSAID else data.all_bits
        lacking |= known & ~reduce(or_, (each.bits for each in wished), 0)
    return lacking


def _hit(metier: FacetedMetier) -> SearchHit:
    return SearchHit(metier.iri, "metier", metier.nom, "", "", "wish")


def without_words(text: str, words: Sequence[str]) -> str:
    """Return a text without some of its words, which follow each other; folded if they do not."""
    found = list(_WORD.finditer(text))
    size = len(words)
    folded = [fold(each[0]) for each in found]
    for at in range(len(found) - size + 1):
        if folded[at : at + size] == list(words):
            rest = text[: found[at].start()] + text[found[at + size - 1].end() :]
            return " ".join(rest.split())
    return " ".join(word for word in folded if word not in words)


def _selection(data: FacetData[FacetedMetier], wishes: Sequence[Intention]) -> Selection:
    values: dict[str, list[FacetValue]] = {}
    is_paid = False
    for each in wishes:
        facet = data.facets.get(each.facet)
        if each.facet in ("niveau", "duree"):
            slug = each.value if each.facet == "niveau" else _SHORT_STUDIES
            values["niveau"] = _least(values.get("niveau"), _levels_up_to(data, slug))
        elif each.facet == "pay":
            is_paid = True
        elif facet and each.value in facet.slugs:
            values.setdefault(each.facet, []).append(facet.slugs[each.value])
    choice = Selection({name: some for name, some in values.items() if some})
    return _better_paid(data, choice) if is_paid else choice


def _levels_up_to(data: FacetData[FacetedMetier], slug: str) -> list[FacetValue]:
    """Return the levels that ask for no more than one of them."""
    facet = data.facets.get("niveau")
    if facet is None or slug not in facet.slugs:
        return []
    most = facet.slugs[slug].rang or 0
    return [each for each in facet.values if each.rang is not None and each.rang <= most]


def _least(one: list[FacetValue] | None, other: list[FacetValue]) -> list[FacetValue]:
    return other if one is None else [each for each in one if each in other]


def _better_paid(data: FacetData[FacetedMetier], choice: Selection) -> Selection:
    """Return a choice with the highest of the bands of pay that leave enough métiers."""
    facet = data.facets.get("salaire")
    narrowed = choice
    for least in _BETTER_PAID:
        bands = [each for each in facet.values if _starts_at(each) >= least] if facet else []
        if bands:
            narrowed = Selection({**choice.values, "salaire": bands}, "-salaire")
            if selected_bits(data, narrowed).bit_count() >= _ENOUGH:
                break
    return narrowed


def _starts_at(band: FacetValue) -> int:
    """Return where a band of pay starts, in euros; 0 where it does not say."""
    digits = re.match(r"\d+", band.slug)
    return int(digits[0]) if digits else 0


def _label(wish: Intention, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return what a filter is called, in the language of the page."""
    if wish.facet == "apres":
        return str(STARTING_POINTS[wish.value].after)
    named = labels.get(wish.facet, {}).get(wish.value, wish.value.replace("-", " "))
    said = {
        "niveau": gettext("jusqu'à %(level)s", level=named),
        "pay": gettext("bien payé dès le début"),
        "duree": gettext("études courtes, jusqu'à bac + 2"),
        "alternance": gettext("en alternance"),
    }
    return said.get(wish.facet, named)
