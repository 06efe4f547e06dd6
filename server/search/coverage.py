"""Coverage: the things that share most of a long query, by the weight of its words.

What a name is worth is the share of the query that it covers times the share of it that the query
covers, each word counting for how rare it is: « maçon » is all of a name, « grands déplacements »
little of many. What no name has, a town or a word from elsewhere, costs all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.words import root, stem
from server.search.frames import is_frame
from server.search.index import FoundName, SearchIndex
from server.search.retrieval import (
    AskedTitle,
    WordReading,
    ask_of_type,
    readings_of,
    retrieve,
)
from server.search.title import Title, title_of

__all__ = ["Covering", "most_covering"]

_METIERS, _OTHERS = 40, 12
"""Things whose names are read: métiers, and those of each other type."""
_OTHER_READING: Final = 0.8
"""What a word tells that may be a misspelt one, or a short form."""
_SAME_ROOT: Final = 0.6
_HEADLESS: Final = 0.6
"""What is left of a name whose first word is not asked for: it is that of the trade."""
_LEAST: Final = 0.06


@dataclass(frozen=True)
class Covering:
    """A name that covers a part of a query, from 0 to 1, and what it is worth as an answer.

    `is_whole` tells that the query has each of its words, in some form.
    """

    name: FoundName
    share: float
    worth: float
    is_whole: bool


def most_covering(
    index: SearchIndex, words: Sequence[str], types: Sequence[str]
) -> Iterator[Covering]:
    """Yield for each thing that shares some word the name that is worth most."""
    title = Title(tuple(words))
    readings = [each for word in title.content for each in _readings(index, word)]
    for type_ in types:
        if type_ in index.type_counts:
            asked = ask_of_type(index, type_, title, readings)
            cover = _Cover(asked)
            best: dict[int, Covering] = {}
            found = retrieve(index, asked, _METIERS if type_ == "metier" else _OTHERS)
            for name in index.names_of(found):
                covering = cover.of(name)
                if name.thing not in best or covering.worth > best[name.thing].worth:
                    best[name.thing] = covering
            yield from (each for each in best.values() if each.worth >= _LEAST)


def _readings(index: SearchIndex, word: str) -> Sequence[Sequence[WordReading]]:
    """Return what a word may stand for: itself alone where the sheets or our pages use it."""
    if word not in index.vocabulary and (is_frame([word]) or index.has_text(word)):
        return [[WordReading(stem(word), root(word))]]
    return readings_of(index, Title((word,)))


class _Cover:
    """What a query covers of names, and they of it: its words by stem and by root."""

    def __init__(self, asked: AskedTitle) -> None:
        self._asked = asked
        self._weights = [asked.weight(readings) ** 2 for readings in asked.readings]
        self._stems: dict[str, float] = {}
        self._roots: dict[str, float] = {}
        for readings in asked.readings:
            for place, reading in enumerate(readings):
                alike = _OTHER_READING if place else 1.0
                _raise(self._stems, reading.stem, alike)
                _raise(self._roots, reading.root, alike * _SAME_ROOT)

    def of(self, name: FoundName) -> Covering:
        """Return what a name covers, and is worth."""
        title = title_of(name.key)
        share, covered = self._share(title), [self._alike(word) for word in title.stems]
        told, is_whole = self._told(title, covered), min(covered, default=0.0) == 1.0
        head = covered[0] if covered else 0.0
        worth = share * told * (_HEADLESS + (1 - _HEADLESS) * head)
        return Covering(name, share, worth, is_whole)

    def _share(self, title: Title) -> float:
        """Return how much of the query a name has."""
        shared = 0.0
        for weight, readings in zip(self._weights, self._asked.readings, strict=True):
            for place, reading in enumerate(readings):
                if reading.root in title.roots:
                    alike = 1.0 if reading.stem in title.stems else _SAME_ROOT
                    shared += weight * alike * (_OTHER_READING if place else 1.0)
                    break
        return shared / (sum(self._weights) or 1.0)

    def _told(self, title: Title, covered: Sequence[float]) -> float:
        """Return how much of a name the query has."""
        weights, rarest = self._asked.weights, self._asked.rarest
        told = whole = 0.0
        for word, alike in zip(title.stems, covered, strict=True):
            weight = weights.get(root(word), rarest) ** 2
            told += weight * alike
            whole += weight
        return told / (whole or 1.0)

    def _alike(self, stemmed: str) -> float:
        """Return how far a word of a name, by its stem, is one of the query."""
        return self._stems.get(stemmed) or self._roots.get(root(stemmed), 0.0)


def _raise(known: dict[str, float], word: str, figure: float) -> None:
    known[word] = max(figure, known.get(word, 0.0))
