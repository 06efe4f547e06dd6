"""People's words, as data: everyday names of métiers, diplomas, frames of a query, intentions.

The lists are our own, in files beside; decision notes in `README.md` say what enters them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ontology.words import tokens

__all__ = [
    "Diploma",
    "IntentionPhrase",
    "abbreviations",
    "diplomas",
    "everyday_names",
    "frames",
    "intention_phrases",
    "longest_phrase",
]

Phrase = tuple[str, ...]
"""The folded words of a phrase, in their order."""
_LONGEST: Final = 10
_WITHIN: Final = ("dans",)
_OF: Final[Mapping[Phrase, Phrase]] = {
    ("le",): ("du",), ("la",): ("de", "la"), ("l",): ("de", "l"), ("les",): ("des",),
}  # fmt: skip


@dataclass(frozen=True)
class Diploma:
    """A diploma: its sigle as labels write it, and the folded words of each of its names."""

    sigle: str
    names: Sequence[Phrase]


@dataclass(frozen=True)
class IntentionPhrase:
    """What a phrase asks for: a value of a facet, by its slug."""

    facet: str
    value: str


def everyday_names() -> str:
    """Return the names of métiers that people say and no source writes, in Turtle."""
    return _text("everyday_names.ttl")


@cache
def diplomas() -> Sequence[Diploma]:
    """Return the diplomas."""
    return tuple(
        Diploma(said["sigle"], tuple(phrase(name) for name in said["names"]))
        for said in _read("diplomas.json")["diplomas"]
    )


@cache
def abbreviations() -> Mapping[str, Phrase]:
    """Return the short names of formations that initials do not give: what label each is for."""
    said = _read("diplomas.json")["abbreviations"]
    return {short: phrase(label) for short, label in said.items()}


@cache
def frames() -> Mapping[str, frozenset[Phrase]]:
    """Return by kind what stands around the name in a query, and says nothing of it.

    ``marks`` of employers, ``questions``, ``english`` ones; after ``subject`` the name stands.
    """
    return {kind: frozenset(map(phrase, said)) for kind, said in _read("frames.json").items()}


@cache
def intention_phrases() -> Mapping[Phrase, IntentionPhrase]:
    """Return what each phrase asks for; the first of the list where two have the same words.

    « Dans le bâtiment » is « du bâtiment » too, as one says « métiers du bâtiment ».
    """
    found: dict[Phrase, IntentionPhrase] = {}
    within: dict[Phrase, IntentionPhrase] = {}
    for said in _read("intentions.json"):
        meant = IntentionPhrase(said["facet"], said["value"])
        for words in map(phrase, said["phrases"]):
            found.setdefault(words, meant)
            if words[:1] == _WITHIN and words[1:2] in _OF:
                within.setdefault(_OF[words[1:2]] + words[2:], meant)
    return {**within, **found}


def phrase(text: str) -> Phrase:
    """Return the folded words of a phrase."""
    return tuple(tokens(text))


def longest_phrase(words: Sequence[str], known: Any) -> Iterator[tuple[int, int]]:
    """Yield where the longest known phrases stand: the first word of each, and how many it has."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            if tuple(words[at : at + size]) in known:
                yield at, size
                at += size - 1
                break
        at += 1


def _read(name: str) -> Any:
    return json.loads(_text(name))


def _text(name: str) -> str:
    return files("ontology").joinpath(name).read_text(encoding="utf-8")
