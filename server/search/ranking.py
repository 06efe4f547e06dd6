"""How well a name answers what is asked; a decision note of the README says why.

What a name is worth is a product: what it is to its thing (10 its own, 6 another one, 3 that of a
code or of an appellation that leads to it, as in MODEL.md), what type of thing it names, and how
close it is: its words to those asked, their order to theirs, and how much else it says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from flask_babel import lazy_gettext

from ontology.words import stem, telling
from server.search.query import SearchQuery, Word

__all__ = ["LED", "OF_RANK", "TYPES", "Type", "closeness", "weight_of"]

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


@dataclass(frozen=True)
class Type:
    """What one thing of a type is called, and what all are, in the language of the page.

    `weight` is what its names are worth: a métier is what most readers look for. `is_coded` says
    that the note of such a thing is a code that readers know it by.
    """

    singular: Any
    plural: Any
    weight: float
    is_coded: bool = False


TYPES: Final[Mapping[str, Type]] = {
    "metier": Type(lazy_gettext("métier"), lazy_gettext("Métiers"), 1.0),
    "niveau": Type(lazy_gettext("niveau d'accès"), lazy_gettext("Niveaux"), 0.7),
    "statut": Type(lazy_gettext("statut"), lazy_gettext("Statuts"), 0.7),
    "interet": Type(lazy_gettext("centre d'intérêt"), lazy_gettext("Centres d'intérêt"), 0.7),
    "secteur": Type(lazy_gettext("secteur"), lazy_gettext("Secteurs"), 0.7),
    "rome-v3": Type(lazy_gettext("ROME V3"), lazy_gettext("Codes ROME V3"), 0.46, True),
    "rome-v4": Type(lazy_gettext("ROME V4"), lazy_gettext("Codes ROME V4"), 0.44, True),
    "appellation": Type(
        lazy_gettext("appellation ROME"), lazy_gettext("Appellations ROME"), 0.42, True
    ),
    "formation": Type(lazy_gettext("formation"), lazy_gettext("Formations"), 0.4),
    "esco": Type(lazy_gettext("profession ESCO"), lazy_gettext("Professions ESCO"), 0.36),
    "fap": Type(
        lazy_gettext("famille professionnelle"), lazy_gettext("Familles professionnelles"), 0.34
    ),
    "certification": Type(lazy_gettext("certification"), lazy_gettext("Certifications"), 0.3),
}
"""By the word that the index and addresses use."""


def weight_of(type_: str, asked: SearchQuery) -> float:
    """Return what a name of a type is worth; « métiers du bois » asks for métiers."""
    return TYPES[type_].weight * (_ASIDE if asked.is_of_metiers and type_ != "metier" else 1.0)


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
