"""Similar métiers: those that share ROME codes, formations or interests with one, by weight.

A métier is a bit, its place in the alphabet, and a thing the number whose bits are the métiers that
have it. How much each métier shares with one is a column of bits, the counts of all of them being
added at once; so the time grows little with those that share something, which may be all.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import Store

from loader.pages.names import rows, value
from ontology import base

__all__ = ["FeatureIndex", "MetierNeighbours", "read_feature_index"]

WEIGHTS: Final = {"rome/v3": 3, "formation": 2, "interet": 1}
"""By folder of what is shared, what it counts for: the weights of `api/metiers_proches`."""
_LEAST: Final = 3
"""A code, or a formation and an interest, or three interests; a formation alone is too little."""
_MOST: Final = 60
"""So many that a choice among them leaves some."""
_FOLDER: Final = len("id/")
_DOMAINE: Final = len("M16")

Counts = tuple[int, ...]
"""How many things are shared, by folder, in the order of `WEIGHTS`."""


@dataclass(frozen=True, slots=True)
class MetierNeighbours:
    """What a métier has in common with those associated to it, and with the nearest others."""

    metier: str
    associated: Mapping[str, Counts]
    near: Sequence[tuple[str, *Counts]]


class FeatureIndex:
    """The features of each métier (codes, formations, interests), and the métiers of each."""

    def __init__(
        self, things: Mapping[str, Sequence[str]], associated: Mapping[str, set[str]]
    ) -> None:
        self._things = {
            folder: {
                metier: frozenset(thing for thing in some if _folder(thing) == folder)
                for metier, some in things.items()
            }
            for folder in WEIGHTS
        }
        self._associated = associated
        self.metiers: Mapping[str, Sequence[str]] = _inverted(things)

    def codes_of(self, metier: str) -> frozenset[str]:
        """Return the codes of the ROME V3 of a métier."""
        return self._things["rome/v3"].get(metier, frozenset())

    def is_in_the_field(self, metier: str, other: str) -> bool:
        """Tell whether two métiers have codes of one domaine of the ROME (M1605, M1607: M16)."""
        one, two = (
            {code.rpartition("/")[2][:_DOMAINE] for code in self.codes_of(each)}
            for each in (metier, other)
        )
        return not one.isdisjoint(two)

    def neighbours(self, order: Sequence[str]) -> Iterator[MetierNeighbours]:
        """Yield the neighbours of each métier; `order` has by alphabet those that may be near."""
        places = {metier: place for place, metier in enumerate(order)}
        bits = {
            thing: sum(1 << places[metier] for metier in metiers if metier in places)
            for thing, metiers in self.metiers.items()
        }
        for metier in sorted({*order, *self._things["rome/v3"]}):
            associated = self._associated.get(metier, set())
            shared = {other: self._shared(metier, other) for other in sorted(associated)}
            among = (1 << len(order)) - 1
            for other in {metier, *associated} & places.keys():
                among ^= 1 << places[other]
            nearest = islice(_greatest(self._columns(metier, bits), among), _MOST)
            yield MetierNeighbours(
                metier,
                {other: counts for other, counts in shared.items() if any(counts)},
                [
                    (order[place], *counts)
                    for place in nearest
                    if _weight(counts := self._shared(metier, order[place])) >= _LEAST
                ],
            )

    def _columns(self, metier: str, bits: Mapping[str, int]) -> list[int]:
        """Return by how much each métier is near to one, in binary: its codes decide a tie."""
        codes: list[int] = []
        weights: list[int] = []
        for folder, weight in WEIGHTS.items():
            for thing in self._things[folder].get(metier, ()):
                for column in range(weight.bit_length()):
                    if weight >> column & 1:
                        _add(weights, bits[thing], column)
                if folder == "rome/v3":
                    _add(codes, bits[thing], 0)
        return [*codes, *weights]

    def _shared(self, metier: str, other: str) -> Counts:
        none: frozenset[str] = frozenset()
        return tuple(
            len(things.get(metier, none) & things.get(other, none))
            for things in self._things.values()
        )


def read_feature_index(store: Store) -> FeatureIndex:
    """Read what the métiers of a store have, and which are associated."""
    things: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, "attaches"):
        things[value(row, "metier")].append(value(row, "chose"))
    associated: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, "associes"):
        one, other = value(row, "metier"), value(row, "autre")
        associated[one].add(other)
        associated[other].add(one)
    return FeatureIndex(things, associated)


def _inverted(things: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    metiers: dict[str, list[str]] = defaultdict(list)
    for metier, some in things.items():
        for thing in some:
            metiers[thing].append(metier)
    return metiers


def _folder(iri: str) -> str:
    return iri[len(base()) + _FOLDER :].rpartition("/")[0]


def _weight(counts: Counts) -> int:
    return sum(map(int.__mul__, counts, WEIGHTS.values()))


def _add(columns: list[int], bits: int, column: int) -> None:
    """Add the number whose one bit is in a column to those of some métiers."""
    while bits:
        columns.extend([0] * (column + 1 - len(columns)))
        columns[column], bits = columns[column] ^ bits, columns[column] & bits
        column += 1


def _greatest(columns: Sequence[int], among: int) -> Iterator[int]:
    """Yield the places of the greatest numbers first, the lowest place first among equals."""
    while among:
        best = among
        for column in reversed(columns):
            best = best & column or best
        among ^= best
        while best:
            lowest = best & -best
            yield lowest.bit_length() - 1
            best ^= lowest
