"""Frames of a query: the marks of employers and the words of questions around a name.

« Comptable général H/F - CDI », « comment devenir notaire » and « BTS MCO, 24 places » name a thing
each; the rest is set aside where something else remains.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import dropwhile
from typing import Final

from ontology.people_words import Diploma, Phrase, diplomas, frames, longest_phrase
from ontology.words import EMPTY

__all__ = ["is_frame", "read_diploma", "without_frame"]

_KINDS: Final = ("marks", "questions", "english")
_FIGURE: Final = re.compile(r"\d{1,4}(?:e|er|eme|h|h\d\d|x\d|ans?|mois|k)?|n\d+p\d+|\d[a-z]")
"""Figures of hours, of months, of places: « 39h », « 3x8 », « 2e »."""
_LEADING_ONLY: Final = 2
"""Letters of a sigle that is a diploma only where the query begins with it: « BP », « DE »."""


@cache
def _phrases() -> frozenset[Phrase]:
    return frozenset[Phrase]().union(*(frames()[kind] for kind in _KINDS))


def is_frame(words: Sequence[str]) -> bool:
    """Tell whether nothing but a frame is there."""
    framed = {at + n for at, size in longest_phrase(words, _phrases()) for n in range(size)}
    return all(n in framed or word in EMPTY for n, word in enumerate(words))


def without_frame(words: Sequence[str]) -> Sequence[str]:
    """Return the words of what is named; all of them where nothing else is left."""
    bare = _bare(_subject(words))
    return bare or words


def _subject(words: Sequence[str]) -> Sequence[str]:
    """Return what comes after « devenir », « le métier de »: the words before it only ask."""
    ends = [at + size for at, size in longest_phrase(words, frames()["subject"])]
    rest = words[ends[-1] :] if ends else words
    return rest if _bare(rest) else words


def _bare(words: Sequence[str]) -> Sequence[str]:
    framed = {at + n for at, size in longest_phrase(words, _phrases()) for n in range(size)}
    kept = [
        word
        for n, word in enumerate(words)
        if n not in framed and (not _FIGURE.fullmatch(word) or (n and words[n - 1] == "bac"))
    ]
    if 0 in framed:  # « métiers de la mer » asks for no DE, « diplôme d'État »
        kept = list(dropwhile(EMPTY.__contains__, kept))
    return kept if any(word not in EMPTY for word in kept) else ()


@cache
def _diplomas() -> dict[Phrase, Diploma]:
    return {name: diploma for diploma in diplomas() for name in diploma.names}


def read_diploma(words: Sequence[str]) -> tuple[Diploma, Sequence[str]] | None:
    """Return the diploma that is asked for, and the words beside it; None where there is none."""
    for at, size in longest_phrase(words, _diplomas()):
        diploma = _diplomas()[tuple(words[at : at + size])]
        rest = [*words[:at], *words[at + size :]]
        is_short = size == 1 and len(words[at]) <= _LEADING_ONLY
        says_more = any(not word.isdigit() and word not in EMPTY for word in rest)
        if says_more and not (is_short and at):
            return diploma, rest
    return None
