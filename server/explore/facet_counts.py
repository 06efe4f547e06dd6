"""Facet counts: how many things a selection leaves, with one more value, with some facets less.

Values of one facet add up (a thing needs one of them), unless all of them are asked for; facets
narrow each other down (it needs what is asked of each).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import and_, or_

from server.explore.facet_data import FacetData
from server.explore.selection import Selection

__all__ = ["loosenings", "relaxations", "selected_bits", "sorted_places", "value_counts"]


def selected_bits(facts: FacetData[object], choice: Selection) -> int:
    """Return the things that a selection leaves, as bits."""
    return _matching(facts, _held(choice), ())


def sorted_places(facts: FacetData[object], bits: int, sort: str) -> list[int]:
    """Return the places of the things whose bits are set, in one of the orders."""
    return [place for place in facts.orders[sort] if bits >> place & 1]


def value_counts(facts: FacetData[object], choice: Selection) -> Mapping[str, Mapping[str, int]]:
    """Return by facet and slug how many there would be with that value chosen as well."""
    held = _held(choice)
    found: dict[str, Mapping[str, int]] = {}
    for name, facet in facts.facets.items():
        others, joined = _matching(facts, held, (name,)), _joined(choice, name)
        own = held.get(name, 0)
        found[name] = {
            slug: (others & joined(own, value.bits)).bit_count()
            for slug, value in facet.slugs.items()
        }
    return found


def relaxations(facts: FacetData[object], choice: Selection) -> list[tuple[Sequence[str], int]]:
    """Return the fewest facets to leave out for something to be left, with how many; most first.

    Several where it takes as few of either; none where the choice leaves some as it is.
    """
    held = _held(choice)
    for size in range(len(held) + 1):
        ways = [(names, _matching(facts, held, names)) for names in combinations(held, size)]
        if some := [(names, bits.bit_count()) for names, bits in ways if bits]:
            return sorted(some, key=lambda way: -way[1]) if size else []
    return []


def loosenings(facts: FacetData[object], choice: Selection) -> list[tuple[str, int]]:
    """Return the facets of which one value instead of all leaves something, with how many."""
    left = {
        name: selected_bits(facts, choice.with_any_value(name)).bit_count()
        for name in choice.values
        if name in choice.every
    }
    return sorted(((name, n) for name, n in left.items() if n), key=lambda way: -way[1])


def _held(choice: Selection) -> dict[str, int]:
    """Return by facet the bits of the things that have one of its values, or all of them."""
    return {
        name: reduce(_joined(choice, name), (value.bits for value in values))
        for name, values in choice.values.items()
    }


def _joined(choice: Selection, name: str) -> Callable[[int, int], int]:
    return and_ if name in choice.every else or_


def _matching(facts: FacetData[object], held: Mapping[str, int], but: Iterable[str]) -> int:
    """Return the bits of the things that meet all facets but some."""
    return reduce(and_, (bits for name, bits in held.items() if name not in but), facts.all_bits)
