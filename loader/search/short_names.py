"""Short names of formations, as people write them: a diploma's sigle and initials, « BTS NDRC ».

They are made of the label: the initials of its content words, part by part; what initials do not
give is a list of our own, `ontology/diplomas.json`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ontology.folding import fold
from ontology.people_words import Diploma, abbreviations, diplomas, phrase

__all__ = ["short_names"]

_PARTS: Final = re.compile(r" (?:option|parcours|specialite|mention|- |: )|[(:]")
_SMALL: Final = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "leurs",
        "ou",
        "par",
        "pour",
        "sa",
        "ses",
        "son",
        "sur",
        "un",
        "une",
    ]
)
_SIZES: Final = range(2, 7)
_ASIDE: Final = frozenset({"mention", "specialite", "option"})


def short_names(label: str, sigles: Iterable[str]) -> Iterator[str]:
    """Yield the short names of a formation, by its label and what the sources call it in short."""
    words = phrase(label)
    kind = _kind(words)
    if kind is None:
        return
    diploma, size = kind
    rest = words[size:]
    if tuple(words[:size]) != phrase(diploma.sigle):
        yield f"{diploma.sigle} {' '.join(rest)}"
    shorts = [" ".join(_initials(label, size)), *(each for each in sigles if len(each) in _SIZES)]
    shorts += (short for short, meant in abbreviations().items() if _holds(rest, meant))
    yield from (f"{diploma.sigle} {short}" for short in dict.fromkeys(filter(None, shorts)))


def _kind(words: Sequence[str]) -> tuple[Diploma, int] | None:
    """Return the diploma that a label begins with, and of how many words its name is."""
    found = [
        (len(name), n)
        for n, diploma in enumerate(diplomas())
        for name in diploma.names
        if tuple(words[: len(name)]) == name
    ]
    if not found:
        return None
    size, n = max(found, key=lambda each: (each[0], -each[1]))
    return diplomas()[n], size


def _initials(label: str, skipped: int) -> Iterator[str]:
    """Yield the initials of each part of a label; a word in capitals gives all of its letters."""
    rest = re.split(r"[\s'’]+", label)[skipped:]
    capitals = {fold(word) for word in rest if word.isupper() and len(word) > 1}
    for part in _PARTS.split(fold(" ".join(["", *rest]))):
        words = [word for word in phrase(part) if word not in _SMALL | _ASIDE]
        if words and len(words[0]) == 1:
            words = words[1:]
        letters = "".join(word if word in capitals else word[0] for word in words)
        if len(letters) in _SIZES:
            yield letters.upper()


def _holds(words: Sequence[str], meant: Sequence[str]) -> bool:
    size = len(meant)
    return any(tuple(words[at : at + size]) == meant for at in range(len(words) - size + 1))
