"""Spelling correction: the words of names at a small edit distance from one that was typed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["NearWord", "Vocabulary", "distance"]

_SHORTEST: Final = 4
_LONG: Final = 8
_MOST: Final = 6
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True)
class NearWord:
    """A word of some name, and how many slips part what was typed from it."""

    word: str
    slips: int


class Vocabulary:
    """The words of all names, each with a weight: the more names bear it, the likelier it is."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        ranked = sorted(words)
        self._words = [word for word, _ in ranked]
        self._weights = dict(ranked)
        self._letters = [_letters(word) for word in self._words]
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_length[len(word)].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._weights

    def longer(self, word: str, letters: int) -> str:
        """Return the likeliest word that a short form begins, by so many letters; empty if none."""
        first, last = (bisect_left(self._words, each) for each in (word, f"{word}{_LAST}"))
        begun = [each for each in self._words[first:last] if len(each) >= len(word) + letters]
        return max(begun, key=self._weights.__getitem__, default="")

    def near(self, typed: str, unfinished: bool) -> list[NearWord]:
        """Return the likeliest words at the least distance, 1, or 2 for long words.

        Where the word is `unfinished`, what it may be the beginning of is as near as its beginning.
        """
        if len(typed) < _SHORTEST or not typed.isalpha():
            return []
        for slips in (1, 2) if len(typed) >= _LONG else (1,):
            words = self._begun(typed, slips) if unfinished else self._written(typed, slips)
            nearest = [NearWord(word, slips) for word in words]
            if nearest:
                break
        nearest.sort(key=lambda each: self._rank(each, typed))
        return nearest[:_MOST]

    def _written(self, typed: str, slips: int) -> Iterator[str]:
        """Yield the words at so many slips; two slips in a word spare its first letter."""
        sizes = range(len(typed) - slips, len(typed) + slips + 1)
        words = list(chain.from_iterable(self._by_length.get(size, ()) for size in sizes))
        found = process.extract(typed, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return (word for word, _, _ in found if slips == 1 or word[0] == typed[0])

    def _begun(self, typed: str, slips: int) -> Iterator[str]:
        """Yield the words whose beginning is at so many slips.

        They have most of its letters, and one of its parts at its place: a slip touches one part,
        or two if it exchanges letters on their border.
        """
        letters, size = _letters(typed), len(typed)
        part = -(-size // (2 * slips + 1))
        parts = [(typed[at : at + part], max(at - slips, 0)) for at in range(0, size, part)]
        reach = part + 2 * slips
        for word, has in zip(self._words, self._letters, strict=True):
            if (
                (letters & ~has).bit_count() <= slips
                and size - slips <= len(word)
                and (slips == 1 or word[0] == typed[0])
                and any(word.find(piece, at, at + reach) >= 0 for piece, at in parts)
                and distance(typed, word, unfinished=True) <= slips
            ):
                yield word

    def _rank(self, near: NearWord, typed: str) -> tuple[bool, int, str]:
        """Order by likelihood: an error in the first letter is a rare one."""
        return near.word[0] != typed[0], -self._weights[near.word], near.word


def distance(typed: str, word: str, unfinished: bool = False) -> int:
    """Return the edit distance: a letter too much, too few, another, or two exchanged.

    `unfinished` takes the beginning of the word that is nearest. The counts of a column are held
    in the bits of two integers (Myers 1999; Hyyrö 2003 for exchanged letters).
    """
    size = len(typed)
    every, last = (1 << size) - 1, 1 << (size - 1)
    places: dict[str, int] = {}
    for place, letter in enumerate(typed):
        places[letter] = places.get(letter, 0) | 1 << place
    more, less, same, before = every, 0, 0, 0
    count = best = size
    for letter in word:
        here = places.get(letter, 0)
        exchanged = ((~same & here) << 1) & before
        same = (((here & more) + more) ^ more) | here | less | exchanged
        up, down = less | (every & ~(same | more)), same & more
        count += bool(up & last) - bool(down & last)
        up, down = (up << 1) | 1, down << 1
        more, less = (down | ~(same | up)) & every, up & same & every
        before, best = here, min(best, count)
    return best if unfinished else count


def _letters(word: str) -> int:
    """Return the set of a word's letters as bits; letters beyond a to z share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) - 97 if "a" <= letter <= "z" else 26)
    return found
