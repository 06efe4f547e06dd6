"""Search query: the words of what is typed, and the FTS5 expressions that look for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from ontology.people_words import Diploma
from ontology.words import EMPTY, METIER, MOST, forms, stem, telling, tokens
from server.search.frames import is_frame, read_diploma
from server.search.index import SearchIndex

__all__ = ["SearchQuery", "Word", "parse_query", "query_of"]

_BEGUN: Final = 3
"""Letters of a word's beginning that say enough to look for it."""
_INFINITIVES: Final = ("er", "ir", "re")
_AGENTS: Final = (
    ("uire", ("ucteur",)), ("er", ("eur", "ateur", "ier", "ant")), ("re", ("eur",)),
    ("ir", ("isseur", "eur")),
)  # fmt: skip
"""By the ending of a verb, those of who does it: « traduire », traducteur."""
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

    @cached_property
    def agents(self) -> Sequence[str]:
        """The nouns for who does it, if it is a verb, most of which do not exist."""
        for ending, nouns in _AGENTS:
            begun = self.text.removesuffix(ending)
            if begun != self.text and len(begun) >= _BEGUN:
                return [begun + noun for noun in nouns]
        return ()

    @property
    def activity_expression(self) -> str:
        """Return what matches a word of its root, and the word itself and its agents once more."""
        found = dict.fromkeys((*forms(self.text), *self.agents))
        return f"({_any_of(found)})"

    def expression(self, unfinished: bool) -> str:
        """Return what matches the word, its other forms, and what is near."""
        every = _any_of(dict.fromkeys((self.text, self.stem, *self.near)))
        return f'({every} OR "{self.text}" *)' if unfinished else f"({every})"


@dataclass(frozen=True)
class SearchQuery:
    """The words worth looking for, and all of them as they were typed."""

    words: Sequence[Word]
    typed: Sequence[str]

    @cached_property
    def diploma(self) -> tuple[Diploma, Sequence[str]] | None:
        """The diploma that is asked for, and the words beside it."""
        return read_diploma(self.typed)

    @property
    def has_content_words(self) -> bool:
        """Tell whether some word is not a stop word, which every text holds."""
        return any(word.text not in EMPTY for word in self.words)

    @property
    def is_of_metiers(self) -> bool:
        """Tell whether métiers are asked for in as many words: « métiers du bois »."""
        return METIER in map(stem, self.typed) and METIER not in (word.stem for word in self.words)

    def names_expression(self, unfinished: bool) -> str:
        """Return the expression for names that hold every word, or are the words in one.

        Where words may be `unfinished`, what they begin matches too.
        """
        every = " AND ".join(word.expression(unfinished) for word in self.words)
        return f'({every}) OR "{self.compact}"' if len(self.typed) > 1 else every

    @property
    def compact(self) -> str:
        """What was typed, in one word."""
        return "".join(self.typed)

    def texts_expression(self, unfinished: bool) -> str:
        """Return the expression for texts that hold every word, the last one perhaps unfinished."""
        parts = [f'"{word.text}"' for word in self.words]
        if unfinished and len(self.words[-1].text) >= _BEGUN:
            parts[-1] = f"({parts[-1]} OR {parts[-1]} *)"
        return " AND ".join(parts)

    @property
    def activities_expression(self) -> str:
        """Return the expression for métiers that say all of it, in words of the same roots."""
        return " AND ".join(word.activity_expression for word in self.words)

    @property
    def corrections(self) -> Mapping[str, str]:
        """The misspelt words (no name holds them), and what each is likeliest to stand for."""
        return {word.text: next(iter(word.near)) for word in self.words if word.near}

    def correct(self, index: SearchIndex) -> "SearchQuery":
        """Return the same query, where misspelt words may stand for those that are near."""
        last = len(self.words) - 1
        words = [_corrected(word, place == last, index) for place, word in enumerate(self.words)]
        return SearchQuery(words, self.typed)


def parse_query(text: str) -> SearchQuery:
    """Parse what is typed."""
    return query_of(tokens(text))


def query_of(typed: Sequence[str]) -> SearchQuery:
    """Return the query of some words."""
    return SearchQuery([Word(word) for word in telling(list(typed))[:MOST]], typed)


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _corrected(word: Word, unfinished: bool, index: SearchIndex) -> Word:
    """Return a word with what is near it, where neither names nor sheets use it, nor its verb."""
    if (
        index.holds(word.expression(unfinished=True))
        or index.has_text(word.text)
        or (word.text.endswith(_INFINITIVES) and index.holds(f'"{word.text[:-2]}" *'))
        or is_frame([word.text])
    ):
        return word
    near = index.vocabulary.near(word.text, unfinished)
    return Word(word.text, {each.word: each.slips for each in near})
