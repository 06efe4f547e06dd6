"""The words of a name as they are looked for, the same for the index and for what is typed."""

import re
from functools import lru_cache
from typing import Final

from ontology.folding import fold

__all__ = ["EMPTY", "METIER", "MOST", "forms", "root", "stem", "telling", "tokens"]

METIER: Final = "metier"
MOST: Final = 8
"""As many words of what is typed are looked for."""
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTENED: Final = re.compile(
    r"(?<=\w)(?:[/(\u00b7\u2022\u2027\u22c5](?:e|s|es|ee|ete|[it]?ere|re|n?ne|[lt]?le|[ls]?se"
    r"|e(?:re)?sse|[a-z]?euse|[tds]?rice|[ft]?fe|[it]*ve)(?:\)s?)?|[.-](?:[a-z]?euse|[tds]?rice|[it]?ere)"
    r"|(?<=\w{3})\.n?n?e)"
    r"(?:[/(\u00b7\u2022\u2027\u22c5.-]s\)?)?(?!\w)"
)
"""The feminine written as an ending: « ingénieur/e », « chef(fe) », « monteur-euse », by a raised
dot, perhaps with a plural: « infirmier·ère·s »."""
_SIGNS: Final = frozenset("/(\u00b7\u2022\u2027\u22c5.-")
EMPTY: Final = frozenset(
    {"a", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
    | {"ou", "par", "pour", "qu", "que", "qui", "sur", "un", "une", METIER, "metiers"}
)
_ENDINGS: Final = (
    ("trices", "teur"), ("trice", "teur"), ("euses", "eur"), ("euse", "eur"), ("ieres", "ier"),
    ("iere", "ier"), ("eres", "er"), ("ere", "er"), ("ennes", "en"), ("enne", "en"),
    ("elles", "el"), ("elle", "el"), ("ives", "if"), ("ive", "if"), ("ffes", "f"), ("ffe", "f"),
    ("esses", ""), ("esse", ""), ("aux", "al"), ("ees", ""), ("ee", ""), ("es", ""), ("e", ""),
    ("s", ""), ("x", ""),
)  # fmt: skip
_PLURALS: Final = ("s", "x")
_ROOT: Final = 5


def tokens(text: str) -> list[str]:
    """Return all the words of a text, folded; an ending that only marks the feminine is none."""
    folded = fold(text)
    if not _SIGNS.isdisjoint(folded):
        folded = _SHORTENED.sub("", folded)
    return _WORD.findall(folded)


def telling(found: list[str]) -> list[str]:
    """Return the words that are worth looking for: all of them where none is."""
    return [word for word in found if word not in EMPTY] or found


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return what a folded word shares with its feminine and its plural: a key, not a word.

    « developpeuses », « developpeuse » and « developpeur » have the same. What would be too short
    is left as it is, and so is what holds a digit.
    """
    if not word.isalpha():
        return word
    for ending, masculine in _ENDINGS:
        if word.endswith(ending):
            found = word.removesuffix(ending) + masculine
            if len(found) >= (3 if ending in _PLURALS else 4):
                return found
    return word


def root(word: str) -> str:
    """Return what a folded word shares with its derivatives, most often: « magasinage », too.

    The beginning of its stem: truncation, as old as retrieval, forgives endings of any kind.
    """
    return stem(word)[:_ROOT]


def forms(word: str) -> list[str]:
    """Return a folded word by its root, which its derivatives have, and as it is, each once."""
    return list(dict.fromkeys((root(word), word)))
