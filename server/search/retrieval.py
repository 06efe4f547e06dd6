"""Retrieval: the things of a type whose names share most with a title, by the inverted index."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice
from typing import Final

from ontology.words import root, stem
from server.search.index import SearchIndex
from server.search.spelling import Vocabulary
from server.search.title import Title

__all__ = ["AskedTitle", "WordReading", "ask_of_type", "readings_of", "retrieve"]

_MOST_MISSPELT: Final = 4
"""Misspelt words of a title that are corrected: each is compared with all words of the names."""
_READINGS: Final = 3
_SHORTEST_PART: Final = 3
_SHORT_FORM: Final = range(3, 5)
"""Letters of a word that may be the beginning of a longer one, which its root is too short for."""
_SHORTENED_BY: Final = 3
_ENOUGH: Final = 300
"""Things that are found by the rarest words before the others only tell them apart."""
_RAREST: Final = 8
"""Words of a title whose things are looked for, the rarest."""
_LONGEST: Final = 1000
"""Things that are read under one root, those with the shortest names first."""


@dataclass(frozen=True)
class WordReading:
    """A word that one of a title may stand for."""

    stem: str
    root: str


@dataclass(frozen=True)
class AskedTitle:
    """A title to find among things of one type.

    `readings` are what each of its content words may stand for, itself if it is spelt right;
    `weights` what the roots of the type tell, `rarest` what one tells that it does not have.
    """

    type: str
    title: Title
    readings: Sequence[Sequence[WordReading]]
    weights: Mapping[str, float]
    rarest: float

    def weight(self, readings: Iterable[WordReading]) -> float:
        """Return what the rarest of some roots tells, of those that the type has."""
        known = [self.weights[each.root] for each in readings if each.root in self.weights]
        return max(known, default=self.rarest)

    def read_as(self, name: Title) -> Sequence[WordReading]:
        """Return its content words as a name would have them."""
        roots = name.roots
        return [
            next((each for each in words if each.root in roots), words[0])
            if len(words) > 1
            else words[0]
            for words in self.readings
        ]


def readings_of(index: SearchIndex, title: Title) -> Sequence[Sequence[WordReading]]:
    """Return what each content word may stand for: itself, or the likeliest words near it."""
    return [
        [WordReading(stem(word), root(word)) for word in words]
        for words in _readings(index, title.content)
    ]


def _readings(index: SearchIndex, words: Sequence[str]) -> Iterator[Sequence[str]]:
    vocabulary, misspelt = index.vocabulary, 0
    for word in words:
        if word in vocabulary or not word.isalpha() or misspelt == _MOST_MISSPELT:
            yield [word, *_longer(word, vocabulary)]
            continue
        misspelt += 1
        near = [each.word for each in vocabulary.near(word, unfinished=False)]
        parts = () if near else _parts(word, vocabulary)
        if parts:
            yield from ([part] for part in parts)
        else:
            yield [*near[:_READINGS], word]


def _longer(word: str, vocabulary: Vocabulary) -> Sequence[str]:
    """Return what a short form may stand for: « auto », « prof », « tech »."""
    if len(word) not in _SHORT_FORM or not word.isalpha():
        return ()
    found = vocabulary.longer(word, _SHORTENED_BY)
    return (found,) if found else ()


def _parts(word: str, vocabulary: Vocabulary) -> Sequence[str]:
    """Return the two words that one is, written together."""
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if word[:at] in vocabulary and word[at:] in vocabulary:
            return word[:at], word[at:]
    return ()


def ask_of_type(
    index: SearchIndex, type_: str, title: Title, readings: Sequence[Sequence[WordReading]]
) -> AskedTitle:
    """Return a title as it is asked of the things of a type."""
    rarest = math.log1p(index.type_counts.get(type_, 0))
    return AskedTitle(type_, title, readings, index.root_weights[type_], rarest)


def retrieve(index: SearchIndex, asked: AskedTitle, most: int) -> Mapping[int, float]:
    """Return the things that share most with a title, and how much of it their names cover."""
    words = [(asked.weight(each), [reading.root for reading in each]) for each in asked.readings]
    whole = sum(weight**2 for weight, _ in words)
    covered: dict[int, float] = {}
    for weight, roots in sorted(words, reverse=True)[:_RAREST]:
        lists = [index.sharing(asked.type, each) for each in dict.fromkeys(roots)]
        sharing = lists[0] if len(lists) == 1 else dict.fromkeys(chain.from_iterable(lists))
        share = weight**2 / whole
        if len(covered) < _ENOUGH:
            for thing in islice(sharing, _LONGEST):
                covered[thing] = covered.get(thing, 0.0) + share
        else:
            for thing in sharing:
                if thing in covered:
                    covered[thing] += share
    best = nlargest(most, covered, key=covered.__getitem__)
    return {thing: covered[thing] for thing in best}
