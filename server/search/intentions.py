"""Intentions: what a query asks of a métier without naming one, « bien payé sans bac ».

Each is a value of a facet, by the slugs of the code lists; a level means « up to this level ». What
comes after a diploma is asked by the slug of a starting point: it rules no métier out.
Where the query names something as well, only what cannot be part of a name is taken for a wish.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ontology.people_words import intention_phrases, longest_phrase
from server.search.frames import is_frame

__all__ = ["Intention", "Intentions", "read_intentions"]

_BESIDE_NAMES: Final = frozenset({"niveau", "pay", "duree", "alternance", "apres"})


@dataclass(frozen=True)
class Intention:
    """A wish: a value of a facet, and the words that say it."""

    facet: str
    value: str
    words: Sequence[str]


@dataclass(frozen=True)
class Intentions:
    """The wishes of a query; `is_all` if the words beside them say nothing more."""

    wishes: Sequence[Intention]
    is_all: bool


def read_intentions(words: Sequence[str]) -> Intentions:
    """Return the wishes that some words tell, in their order, each once."""
    known = intention_phrases()
    found: dict[tuple[str, str], Intention] = {}
    beside = list(words)
    places = list(longest_phrase(words, known))
    for at, size in reversed(places):
        del beside[at : at + size]
    is_all = bool(places) and is_frame(beside)
    for at, size in places:
        said = words[at : at + size]
        meant = known[tuple(said)]
        if is_all or meant.facet in _BESIDE_NAMES:
            found.setdefault((meant.facet, meant.value), Intention(meant.facet, meant.value, said))
    return Intentions(tuple(found.values()), is_all)
