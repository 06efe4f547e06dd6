"""How many métiers a choice leaves, and would leave with one more value or some facets less.

Values of one facet add up (a métier needs one of them), facets narrow each other down (it needs
one of each).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import and_, or_

from server.explore.facet_data import FacetData
from server.explore.selection import Selection

__all__ = ["counts", "left", "lifts", "ordered"]


def left(facts: FacetData, choice: Selection) -> int:
    """Return the bits of the métiers that a choice leaves."""
    return _met(facts, _unions(choice), ())


def ordered(facts: FacetData, bits: int, sort: str) -> list[int]:
    """Return the places of the bits that are set, in one of the orders."""
    return [place for place in facts.orders[sort] if bits >> place & 1]


def counts(facts: FacetData, choice: Selection) -> Mapping[str, Mapping[str, int]]:
    """Return by facet and slug how many métiers there would be with that value chosen as well."""
    unions = _unions(choice)
    found: dict[str, Mapping[str, int]] = {}
    for name, facet in facts.facets.items():
        others, own = _met(facts, unions, (name,)), unions.get(name, 0)
        found[name] = {
            slug: (others & (own | value.bits)).bit_count() for slug, value in facet.slugs.items()
        }
    return found


def lifts(facts: FacetData, choice: Selection) -> list[tuple[Sequence[str], int]]:
    """Return the fewest facets whose lifting leaves some métiers, with how many; most first.

    Several where it takes as few of either; none where the choice leaves some as it is.
    """
    unions = _unions(choice)
    for size in range(len(unions) + 1):
        ways = [(names, _met(facts, unions, names)) for names in combinations(unions, size)]
        if some := [(names, bits.bit_count()) for names, bits in ways if bits]:
            return sorted(some, key=lambda way: -way[1]) if size else []
    return []


def _unions(choice: Selection) -> dict[str, int]:
    """Return by facet the bits of the métiers that have one of its values."""
    return {
        name: reduce(or_, (value.bits for value in values))
        for name, values in choice.values.items()
    }


def _met(facts: FacetData, unions: Mapping[str, int], but: Iterable[str]) -> int:
    """Return the bits of the métiers that meet all facets but some."""
    return reduce(and_, (bits for name, bits in unions.items() if name not in but), facts.everyone)
