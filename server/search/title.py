"""Title of a cell: the words of a name as people write it, its gender marks set aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from ontology.folding import fold
from ontology.words import root, stem, telling, tokens

__all__ = ["LONGEST", "MOST_WORDS", "Title", "parse_title", "title_of"]

LONGEST: Final = 300
"""Characters of a title that are read."""
MOST_WORDS: Final = 24
"""Words of a title that are looked for."""
_EITHER: Final = re.compile(r"(?<!\w)\(?[hfm] ?[/-] ?[hfm](?: ?[/-] ?[xdn])?\)?(?!\w)")
"""« H/F », « (F/H) », « h-f-x »: that a woman or a man is looked for."""
_PLURALS: Final = ("s", "x")
_SHORT: Final = 3


@dataclass(frozen=True)
class Title:
    """A name by its folded words, in their order."""

    words: Sequence[str]

    @cached_property
    def content(self) -> Sequence[str]:
        """The words that tell something, each stem once: the two of a pair count as one."""
        first: dict[str, str] = {}
        for word in telling(list(self.words)):
            first.setdefault(stem(word), word)
        return tuple(first.values())

    @cached_property
    def stems(self) -> Sequence[str]:
        """The stems of its content: what it shares with its other forms."""
        return tuple(map(stem, self.content))

    @cached_property
    def roots(self) -> frozenset[str]:
        """The roots of its content: what it shares with derivatives."""
        return frozenset(map(root, self.content))

    @cached_property
    def sorted_stems(self) -> str:
        """The stems in the order of the alphabet: one text for all orders and all forms."""
        return " ".join(sorted(self.stems))

    @cached_property
    def spellings(self) -> Sequence[str]:
        """All its words in the order of the alphabet; without their feminines, where it has any."""
        first: dict[str, str] = {}
        for word in self.words:
            first.setdefault(stem(word), word)
        return tuple(dict.fromkeys(map(_sorted, (self.words, tuple(first.values())))))

    @property
    def is_plural(self) -> bool:
        """Tell whether its first word looks like a plural."""
        first = self.words[0] if self.words else ""
        return len(first) > _SHORT and first.endswith(_PLURALS)


def parse_title(text: str) -> Title:
    """Parse what a cell says, or a name; the first words of it where it is long."""
    return Title(tuple(tokens(_EITHER.sub(" ", fold(text[:LONGEST])))[:MOST_WORDS]))


@lru_cache(8192)
def title_of(key: str) -> Title:
    """Return a name of the index as a title."""
    return Title(tuple(key.split()))


def _sorted(words: Sequence[str]) -> str:
    return " ".join(sorted(words))
