"""The one folding of French text: for slugs in IRIs, for search keys, for reconciliation."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "initial", "slug"]

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_OUTSIDE = re.compile("[^a-z0-9]+")


def fold(text: str) -> str:
    """Return `text` without case, accents, ligatures or invisible characters.

    Compatibility forms are decomposed (so a non-breaking space becomes a space), combining marks
    and format characters (soft hyphen, joiners) dropped, œ and æ written out. Spaces and
    punctuation stay. Total, and idempotent: `fold(fold(x)) == fold(x)`.
    """
    return _without_marks(_without_marks(text).casefold().translate(_LIGATURES))


def initial(text: str) -> str:
    """Return the letter under which a list has a text, « 0 » for what begins with none."""
    first = fold(text)[:1]
    return first if "a" <= first <= "z" else "0"


@lru_cache(maxsize=16_384)
def slug(text: str) -> str:
    """Return the last part of the IRI for a label: `bac + 2` → `bac-2`.

    The folded text, where each run outside `[a-z0-9]` is one hyphen, none at either end. Empty
    when nothing of the label is left; idempotent.
    """
    return _OUTSIDE.sub("-", fold(text)).strip("-")


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    for character in set(decomposed):
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            decomposed = decomposed.replace(character, "")
    return decomposed
