"""Likeness of a title to the names of a thing: how far the thing is what a cell names.

A weighted mean of figures from 0 to 1. Of a name: the cosine of what it shares with the title, root
by root, a rare one counting for more (TF-IDF); how alike the spellings are, and the stems, word
order set aside (edit distance). Of the thing: how much of the title all its names cover together,
and how alike the spellings are on average. The weights were tuned on half of the queries of a
public benchmark: `tests/quality`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import Final

from rapidfuzz import fuzz

from server.search.index import FoundName
from server.search.retrieval import AskedTitle, WordReading
from server.search.title import Title, title_of

__all__ = ["Likeness", "liken"]

_COSINE, _SPELLING, _STEMS, _COVERAGE, _MEAN = 0.3, 0.6, 0.6, 0.9, 0.4
_WHOLE: Final = _COSINE + _SPELLING + _STEMS + _COVERAGE + _MEAN
_OTHER_NAME: Final = 0.1
"""What is lost where it is not the thing's own name that is like the title."""
_OTHER_NUMBER: Final = 0.3
"""What is lost where one is in the plural and the other is not: groups have plural names."""
_NAMES: Final = 2
"""Names of a thing that are looked at closely, those of the likeliest spelling."""


@dataclass(frozen=True)
class Likeness:
    """How like a title a thing is, from 0 to 1, by the name of it that is likest."""

    figure: float
    name: FoundName


@lru_cache(8192)
def _spelling(key: str) -> str:
    return " ".join(sorted(key.split()))


def liken(
    asked: AskedTitle, names: Iterable[FoundName], coverage: Mapping[int, float], most: int
) -> Iterator[tuple[int, Likeness]]:
    """Yield how like a title the likeliest things are, so many at most, by their names.

    `coverage` is how much of it all the names of each cover.
    """
    spellings = asked.title.spellings
    by_thing: dict[int, list[tuple[float, int, FoundName]]] = defaultdict(list)
    for n, name in enumerate(names):
        spelling = _spelling(name.key)
        alike = fuzz.ratio(spellings[0], spelling)
        for other in spellings[1:]:
            alike = max(alike, fuzz.ratio(other, spelling))
        by_thing[name.thing].append((_lost(name) - alike / 100, n, name))
    rough: dict[int, tuple[float, float]] = {}
    for thing, found in by_thing.items():
        found.sort()
        mean = sum([_lost(name) - worth for worth, _, name in found]) / len(found)
        base = _COVERAGE * coverage.get(thing, 0.0) + _MEAN * mean
        rough[thing] = base - _SPELLING * found[0][0], base
    for thing in nlargest(most, rough, key=rough.__getitem__):
        base = rough[thing][1]
        looked_at = [
            _likeness(asked, base, _lost(name) - worth, name)
            for worth, _, name in by_thing[thing][:_NAMES]
        ]
        yield thing, max(looked_at, key=lambda each: each.figure)


def _lost(name: FoundName) -> float:
    return _OTHER_NAME if name.rank else 0.0


def _likeness(asked: AskedTitle, base: float, alike: float, name: FoundName) -> Likeness:
    title = title_of(name.key)
    readings = asked.read_as(title)
    stems = " ".join(sorted([each.stem for each in readings]))
    figure = base + _COSINE * _cosine(asked, readings, title) + _SPELLING * alike
    figure += _STEMS * fuzz.ratio(stems, title.sorted_stems) / 100 - _lost(name)
    figure -= _OTHER_NUMBER * (title.is_plural != asked.title.is_plural)
    return Likeness(max(figure, 0.0) / _WHOLE, name)


def _cosine(asked: AskedTitle, readings: Sequence[WordReading], name: Title) -> float:
    roots = {each.root for each in readings}
    shared = _norm(asked, roots & name.roots)
    return shared / math.sqrt((_norm(asked, roots) * _norm(asked, name.roots)) or 1.0)


def _norm(asked: AskedTitle, roots: Iterable[str]) -> float:
    weights, rarest = asked.weights, asked.rarest
    return sum([weights.get(each, rarest) ** 2 for each in roots])
