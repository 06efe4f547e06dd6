"""Damage to a name, by kinds: what people do to a title when they write it in a table."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from ontology.words import telling, tokens

__all__ = ["HEAVY", "LIGHT", "Damage"]

Damage = Callable[[str, random.Random], str]
"""Returns a damaged name; the name itself where it offers nothing to damage."""

_WORD: Final = re.compile(r"\w+")
_LONG: Final = 5
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_FEMININES: Final = (
    ("teur", "trice"), ("eur", "euse"), ("ier", "ière"), ("ien", "ienne"), ("er", "ère"),
    ("ant", "ante"), ("ent", "ente"), ("é", "ée"),
)  # fmt: skip
_ADDED: Final = (
    ("teur", "trice"), ("eur", "euse"), ("ier", "ière"), ("ien", "ne"), ("er", "ère"),
    ("ant", "e"), ("ent", "e"), ("é", "e"),
)  # fmt: skip


def _without_accents(name: str, _: random.Random) -> str:
    marked = unicodedata.normalize("NFD", name)
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


def _capitals(name: str, _: random.Random) -> str:
    return name.upper()


def _for_both(name: str, drawn: random.Random) -> str:
    return f"{name} {drawn.choice(('H/F', '(H/F)', 'F/H', '(h/f)', '- H/F'))}"


def _in_the_plural(name: str, _: random.Random) -> str:
    first, space, rest = name.partition(" ")
    return name if first.endswith(("s", "x", "z")) else f"{first}s{space}{rest}"


def _of_the_other_gender(name: str, _: random.Random) -> str:
    first, space, rest = name.partition(" ")
    for masculine, feminine in _FEMININES:
        for ending, other in ((feminine, masculine), (masculine, feminine)):
            if first.endswith(ending):
                return f"{first.removesuffix(ending)}{other}{space}{rest}"
    return name


def _inclusive(name: str, drawn: random.Random) -> str:
    first, space, rest = name.partition(" ")
    for masculine, ending in _ADDED:
        if first.endswith(masculine):
            mark = drawn.choice("·/(-" if len(ending) > 3 else "·/(")
            return f"{first}{mark}{ending}{')' if mark == '(' else ''}{space}{rest}"
    return name


def _hyphens(name: str, drawn: random.Random) -> str:
    if "-" in name:
        return name.replace("-", " ")
    spaces = [found.start() for found in re.finditer(" ", name)]
    if not spaces:
        return name
    at = drawn.choice(spaces)
    return f"{name[:at]}-{name[at + 1 :]}"


def _ligatures(name: str, _: random.Random) -> str:
    for two, one in (("oe", "œ"), ("ae", "æ")):
        if one in name:
            return name.replace(one, two)
        if two in name:
            return name.replace(two, one)
    return name


def _in_another_order(name: str, drawn: random.Random) -> str:
    words = name.split()
    if len(words) < 2:
        return name
    at = drawn.randrange(1, len(words))
    return " ".join(words[at:] + words[:at])


def _without_small_words(name: str, _: random.Random) -> str:
    kept = set(telling(tokens(name)))
    return " ".join(word for word in name.split() if kept & set(tokens(word))) or name


def _slip(kind: str) -> Damage:
    """Return a slip of the keyboard, in a word of five letters at least, not its first letter."""

    def slip(name: str, drawn: random.Random) -> str:
        words = [found for found in _WORD.finditer(name) if found.end() - found.start() >= _LONG]
        if not words:
            return name
        word = drawn.choice(words)
        at = drawn.randrange(word.start() + 1, word.end() - 1)
        letter = drawn.choice(_LETTERS)
        before, here, after = name[:at], name[at], name[at + 1 :]
        return {
            "missing": f"{before}{after}",
            "doubled": f"{before}{here}{here}{after}",
            "wrong": f"{before}{letter}{after}",
            "more": f"{before}{letter}{here}{after}",
            "exchanged": f"{before}{after[:1]}{here}{after[1:]}",
        }[kind]

    return slip


def _two_slips(name: str, drawn: random.Random) -> str:
    kinds = ("missing", "doubled", "wrong", "more", "exchanged")
    return _slip(drawn.choice(kinds))(_slip(drawn.choice(kinds))(name, drawn), drawn)


def _word_left_out(name: str, drawn: random.Random) -> str:
    words = name.split()
    telling_ = [n for n, word in enumerate(words) if telling(tokens(word)) and len(word) > 3]
    if len(telling_) < 3:
        return name
    words.pop(drawn.choice(telling_[1:]))
    return " ".join(words)


def _words_more(name: str, drawn: random.Random) -> str:
    return f"{name} {drawn.choice(('CDI', 'à Lyon', 'débutant accepté', 'temps partiel', '35h'))}"


LIGHT: Final[Mapping[str, Damage]] = {
    "accents left out": _without_accents,
    "capitals": _capitals,
    "H/F": _for_both,
    "plural": _in_the_plural,
    "the other gender": _of_the_other_gender,
    "inclusive writing": _inclusive,
    "hyphens": _hyphens,
    "ligatures": _ligatures,
    "word order": _in_another_order,
    "small words left out": _without_small_words,
    "a letter missing": _slip("missing"),
    "a letter doubled": _slip("doubled"),
    "a wrong letter": _slip("wrong"),
    "a letter too much": _slip("more"),
    "two letters exchanged": _slip("exchanged"),
}
"""What leaves the name whole, or changes it by one slip."""
HEAVY: Final[Mapping[str, Damage]] = {
    "two slips": _two_slips,
    "a word left out": _word_left_out,
    "words too many": _words_more,
}
"""What may leave a name that another thing bears as well."""
