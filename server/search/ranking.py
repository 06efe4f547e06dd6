"""How well a name answers what is asked; a decision note of the README says why.

What a name is worth is a product: what it is to its thing (10 its own, 6 another one, 3 that of a
code or of an appellation that leads to it, as in MODEL.md), what type of thing it names, and how
close it is: its words to those asked, their order to theirs, and how much else it says.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from ontology.words import stem, telling
from server.search.asked import Asked, Word
from server.search.types import TYPES

__all__ = ["LED", "OF_RANK", "closeness", "weight_of"]

OF_RANK: Final = (1.0, 0.6, 1.0)
"""A thing's own name, another one, a code."""
LED: Final = 0.3
"""What an appellation or a code leads to."""
_EXACT: Final = 1.6
_OTHER_FORM: Final = 0.95
_SLIPS: Final = (1.0, 0.85, 0.75)
_UNFINISHED: Final = 0.5
_NEARLY_FINISHED: Final = 0.2
"""What an unfinished word gains with its letters; a whole one is always worth more."""
_INSIDE: Final = 0.75
_ELSE: Final = 0.4
_ASIDE: Final = 0.5


def weight_of(type_: str, asked: Asked) -> float:
    """Return what a name of a type is worth; « métiers du bois » asks for métiers."""
    return TYPES[type_].weight * (_ASIDE if asked.is_of_metiers and type_ != "metier" else 1.0)


def closeness(asked: Asked) -> Callable[[str], float]:
    """Return what tells how close a name is, by its folded words: 0 where it lacks one."""
    compact = asked.compact
    words = asked.words

    @cache
    def likeness(place: int, word: str) -> float:
        return _likeness(words[place], word)

    def close(key: str) -> float:
        if key.replace(" ", "") == compact:
            return _EXACT
        every = key.split()
        best = [max(likeness(place, word) for word in every) for place in range(len(words))]
        if not all(best):
            return 0.0
        likely = sum(best) / len(best)
        said = telling(every)
        begins = len(said) >= len(words) and all(likeness(n, said[n]) for n in range(len(words)))
        if begins and len(said) == len(words) and min(best) >= _SLIPS[-1]:
            return _EXACT * likely
        answered = min(1.0, len(words) / len(said))
        return likely * (1 - _ELSE * (1 - answered)) * (1.0 if begins else _INSIDE)

    return close


def _likeness(asked: Word, word: str) -> float:
    if word == asked.text:
        return 1.0
    if stem(word) == asked.stem:
        return _OTHER_FORM
    if word.startswith(asked.text):
        return _UNFINISHED + _NEARLY_FINISHED * len(asked.text) / len(word)
    slips = asked.near.get(word)
    return _SLIPS[slips] if slips is not None else 0.0
