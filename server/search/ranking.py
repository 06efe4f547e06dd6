"""Ranking: how well a name answers a query; a decision note of `server/README.md` says why.

What a name is worth is a product: what it is to its thing (10 its own, 6 another one, 3 that of a
code or of an appellation that leads to it), what type of thing it names, and how close it is: its
words to those asked, their order to theirs, and how much else it says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ontology.words import stem, telling
from server.http.language import lazy_gettext
from server.search.query import SearchQuery, Word

__all__ = [
    "ENGLISH_LINK_WEIGHT",
    "LINK_WEIGHT",
    "RANK_WEIGHTS",
    "TYPES",
    "ThingType",
    "closeness",
    "weight_of",
]

RANK_WEIGHTS: Final = (1.0, 0.6, 1.0, 0.55, 0.5)
"""A thing's own name, another one, a code, its own in English, another in English."""
LINK_WEIGHT: Final = 0.3
"""What an appellation or a code leads to."""
ENGLISH_LINK_WEIGHT: Final = 0.9
"""What a name in English leads to: the métier is meant; one that bears the name comes before."""
_EXACT: Final = 1.6
_OTHER_FORM: Final = 0.95
_SLIPS: Final = (1.0, 0.85, 0.75)
_UNFINISHED: Final = 0.35
_NEARLY_FINISHED: Final = 0.2
"""What an unfinished word gains with its letters; a whole one is always worth more."""
_INSIDE: Final = 0.85
_ELSE: Final = 0.4
_ASIDE: Final = 0.5
_OF_DIPLOMA, _BESIDE_DIPLOMA = 1.2, 0.3


@dataclass(frozen=True)
class ThingType:
    """A type of things that can be found: its name, singular and plural, in the page's language.

    `weight` is what its names are worth: a métier is what most readers look for. `is_coded` says
    that the note of such a thing is a code that readers know it by.
    """

    singular: Any
    plural: Any
    weight: float
    is_coded: bool = False


TYPES: Final[Mapping[str, ThingType]] = {
    "metier": ThingType(lazy_gettext("métier"), lazy_gettext("Métiers"), 1.0),
    "niveau": ThingType(lazy_gettext("niveau d'accès"), lazy_gettext("Niveaux"), 0.7),
    "statut": ThingType(lazy_gettext("statut"), lazy_gettext("Statuts"), 0.7),
    "interet": ThingType(lazy_gettext("centre d'intérêt"), lazy_gettext("Centres d'intérêt"), 0.7),
    "secteur": ThingType(lazy_gettext("secteur"), lazy_gettext("Secteurs"), 0.7),
    "rome-v3": ThingType(lazy_gettext("ROME V3"), lazy_gettext("Codes ROME V3"), 0.4, True),
    "rome-v4": ThingType(lazy_gettext("ROME V4"), lazy_gettext("Codes ROME V4"), 0.39, True),
    "appellation": ThingType(
        lazy_gettext("appellation ROME"), lazy_gettext("Appellations ROME"), 0.37, True
    ),
    "formation": ThingType(lazy_gettext("formation"), lazy_gettext("Formations"), 0.44),
    "esco": ThingType(lazy_gettext("profession ESCO"), lazy_gettext("Professions ESCO"), 0.36),
    "fap": ThingType(
        lazy_gettext("famille professionnelle"), lazy_gettext("Familles professionnelles"), 0.34
    ),
    "certification": ThingType(lazy_gettext("certification"), lazy_gettext("Certifications"), 0.3),
}
"""By the word that the index and addresses use."""


def weight_of(type_: str, asked: SearchQuery) -> float:
    """Return what a name of a type is worth: « métiers du bois » asks for métiers, « CAP » not."""
    if asked.diploma:
        return _OF_DIPLOMA if type_ == "formation" else TYPES[type_].weight * _BESIDE_DIPLOMA
    return TYPES[type_].weight * (_ASIDE if asked.is_of_metiers and type_ != "metier" else 1.0)


def is_whole(close: float) -> bool:
    """Tell whether a name is as close as one that says all that is asked, and nothing else."""
    return close >= _EXACT * _OTHER_FORM


def closeness(asked: SearchQuery) -> Callable[[str], float]:
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
        content = telling(every)
        begins = len(content) >= len(words) and all(
            likeness(n, content[n]) for n in range(len(words))
        )
        if begins and len(content) == len(words) and min(best) >= _SLIPS[-1]:
            return _EXACT * likely
        answered = min(1.0, len(words) / len(content))
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
