"""What is typed, word by word: how each may be said in a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from ontology.words import EMPTY, METIER, MOST, stem, telling, tokens
from server.search.index import SearchIndex

__all__ = ["SearchQuery", "Word", "read"]

_BEGUN: Final = 3
"""Letters of an unfinished word that say enough to look for it in texts."""
_NONE: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True)
class Word:
    """A folded word; `near` are the words that it may stand for, and how far they are."""

    text: str
    near: Mapping[str, int] = field(default_factory=lambda: _NONE)

    @cached_property
    def stem(self) -> str:
        """What it shares with its feminine and its plural."""
        return stem(self.text)

    def expression(self, unfinished: bool) -> str:
        """Return what matches the word, its other forms, and what is near."""
        forms = dict.fromkeys((self.text, self.stem, *self.near))
        said = [f'"{form}"' for form in forms]
        said += [f'"{self.text}" *'] if unfinished else []
        return f"({' OR '.join(said)})"


@dataclass(frozen=True)
class SearchQuery:
    """The words worth looking for, and all of them as they were typed."""

    words: Sequence[Word]
    typed: Sequence[str]

    @property
    def is_telling(self) -> bool:
        """Tell whether some word is more than an article or the like, which every text holds."""
        return any(word.text not in EMPTY for word in self.words)

    @property
    def is_of_metiers(self) -> bool:
        """Tell whether métiers are asked for in as many words: « métiers du bois »."""
        return METIER in map(stem, self.typed) and METIER not in (word.stem for word in self.words)

    def named(self, unfinished: bool) -> str:
        """Return what holds every word, finished or not; or is an identifier written apart."""
        every = " AND ".join(word.expression(unfinished) for word in self.words)
        is_code = len(self.typed) > 1 and any(map(str.isdigit, self.compact))
        return f'({every}) OR "{self.compact}"' if is_code else every

    @property
    def compact(self) -> str:
        """What was typed, in one word."""
        return "".join(self.typed)

    def told(self) -> str:
        """Return what holds every word itself, the last one perhaps unfinished."""
        said = [f'"{word.text}"' for word in self.words]
        if len(self.words[-1].text) >= _BEGUN:
            said[-1] = f"({said[-1]} OR {said[-1]} *)"
        return " AND ".join(said)

    def with_one_less(self) -> Iterable["SearchQuery"]:
        """Yield what is asked with one word left out, never the digits of an identifier."""
        for place, word in enumerate(self.words):
            if len(self.words) > 1 and word.text.isalpha():
                yield SearchQuery([*self.words[:place], *self.words[place + 1 :]], self.typed)

    @property
    def mistaken(self) -> Mapping[str, str]:
        """The words that no name holds, and what each is likeliest to stand for."""
        return {word.text: next(iter(word.near)) for word in self.words if word.near}

    def mended(self, index: SearchIndex) -> "SearchQuery":
        """Return the same, where words that no name holds may stand for those that are near."""
        last = len(self.words) - 1
        words = [_mended(word, place == last, index) for place, word in enumerate(self.words)]
        return SearchQuery(words, self.typed)


def read(text: str) -> SearchQuery:
    """Read what is typed."""
    typed = tokens(text)
    return SearchQuery([Word(word) for word in telling(typed)[:MOST]], typed)


def _mended(word: Word, unfinished: bool, index: SearchIndex) -> Word:
    if index.holds(word.expression(unfinished=True)):
        return word
    near = index.vocabulary.near(word.text, unfinished)
    return Word(word.text, {each.word: each.slips for each in near})
