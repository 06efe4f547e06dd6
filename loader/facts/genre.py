"""Gendered pair, feminine and masculine, of a ROME label: « Abatteur / Abatteuse de carrière »."""

import re
from functools import cache
from typing import Final

from loader.records import Paire
from ontology.folding import fold

_SLASH: Final = " / "
_ENDINGS: Final = (
    ("", "e"), ("", "esse"), ("", "fe"), ("", "le"), ("", "ne"), ("", "sse"), ("", "te"),
    ("c", "che"), ("c", "que"), ("eau", "elle"), ("er", "ere"), ("er", "euse"), ("er", "rice"),
    ("eur", "eresse"), ("eur", "euse"), ("eur", "rice"), ("f", "ve"), ("man", "maid"),
    ("man", "woman"), ("o", "a"), ("x", "se"),
)  # fmt: skip
_WORDS: Final = frozenset(
    {
        ("garcon", "fille"),
        ("garcon", "serveuse"),
        ("homme", "femme"),
        ("monsieur", "dame"),
        ("steward", "hotesse"),
    }
)
_MEMBERS = re.compile(r"[-/]")
_SHORTENED = re.compile(r"\w\((?!s\))")
_AROUND: Final = "(),"


def paire(libelle: str) -> Paire | None:
    """Return both forms of « A / B rest », A being masculine, or None where they are not certain.

    They are where one slash stands between spaces and B's first words answer A's, one for one, as
    a masculine and its feminine, or as the same word. The rest belongs to both. « Aide maçon /
    maçonne », « Accompagnateur(trice) » and « Valet / Femme de chambre » are left out.
    """
    halves = libelle.split(_SLASH)
    if len(halves) != 2 or _SHORTENED.search(libelle):
        return None
    masculine, feminine = (half.split() for half in halves)
    size = len(masculine)
    if not size or len(feminine) < size or not all(map(_answers, masculine, feminine)):
        return None
    return Paire(" ".join(feminine), " ".join(masculine + feminine[size:]))


@cache
def _answers(masculine: str, feminine: str) -> bool:
    """Whether a word may be another's feminine; hyphenated ones are taken part by part."""
    one, other = (_MEMBERS.split(fold(word)) for word in (masculine, feminine))
    return len(one) == len(other) and all(map(_is_feminine_of, other, one))


def _is_feminine_of(feminine: str, masculine: str) -> bool:
    feminine, masculine = feminine.strip(_AROUND), masculine.strip(_AROUND)
    return (
        feminine == masculine
        or (masculine, feminine) in _WORDS
        or any(
            masculine.endswith(ending) and feminine == masculine.removesuffix(ending) + other
            for ending, other in _ENDINGS
        )
    )
