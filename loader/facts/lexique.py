"""The words that tell what a written duration is: a sentence as tokens, each of a kind."""

import re
from typing import Final, NamedTuple

from loader.facts.durees import Duree, durees_ecrites

_KINDS: Final = {
    "niveau": (
        r"bac(?:calauréat)?\s*\+\s*\d{1,2}(?:\s*(?:(?:/|ou|à|et)\s*(?:\+\s*)?|,\s*\+\s*)\d{1,2})?"
        r"(?!\d|\s*(?:ans?|années?|mois)\b)",
    ),
    "diplome": (
        r"bac(?:calauréat)?(?!\s*\+)(?:\s+pro(?:fessionnel)?)?\b", r"licence\b", r"doctorat\b",
        r"master(?:\s+[12])?\b", r"titre\b(?<!sur titre)", r"certifica\w+", r"cursus\b",
        r"prépar\w+", r"3\s?e\b",
    ),
    "diplôme": (r"diplômes?\b", r"niveau\b"),
    "hors études": (
        r"d['’](?:expérience|internat|activité|ancienneté|exercice)\w*",
        r"de\s+(?:pratique|services?|tronc|navigation|carrière)\b", r"au\s+(?:plus|maximum)\b",
        r"révolus\b",
    ),
    "minimum": (
        r"minimum\b", r"au\s+(?:minimum|moins)\b", r"et\s+plus\b", r"ou\s+plus\b", r"et\s*\+",
    ),
    "âge": (
        r"avoir\b", r"dès\b", r"âgée?s?\s+de\b", r"[aà]\s+partir\s+d[eu]\b",
        r"moins\s+d(?:e\b|['’])", r"plus\s+d(?:e\b|['’])",
    ),
    "amorce": (r"environ\b", r"jusqu['’]à\b", r"en\s+moyenne\b"),
    "compter": (r"compte[rz]\b",),
    "de plus": (r"de\s+plus\b", r"en\s+plus\b", r"supplémentaires?\b", r"complémentaires?\b"),
    "puis": (
        r"puis\b", r"ensuite\b", r"avant\s+(?:de\s+(?:préparer|suivre)|d['’]intégrer)\b",
        r"afin\s+d['’]obtenir\b", r"et\s+(?:préparer|intégrer|(?:y\s+)?suivre\s+une\s+formation)\b",
        r"\+", r"plus(?=\s*$)",
    ),
    "éventuel": (r"[ée]ventuel\w*", r"peu(?:ven)?t\b", r"possib(?:les?|ilité\s+de)\b"),
    "complété": (
        r"compl[ée]t(?:é|er)\w*(?=,?\s+(?:[ée]ventuel\w*\s+)?(?:par|en|avec|le|la|d[eu])\b"
        r"|\s+(?:[ée]ventuel\w*\s+)?d['’]|\s*\()",
    ),
    "suivi": (r"(?:pour)?suivie?s?(?=\s+(?:[ée]ventuel\w*\s+)?d(?:e\b|u\b|['’]))",),
    "accès": (r"accès\b", r"accessible\b", r"accéder\b"),
    "concours": (r"concours\b", r"examens?\b"),
    "réussite": (r"réussite\s+(?:à|au)\b",),
    "formation": (r"formation\b", r"stage\b"),
    "études": (r"d['’]études?\b",),
    "durer": (r"durent\b(?<=études\sdurent)", r"dur(?:e|ée)\b"),
    "obtention": (r"obtention\b",),
    "pour": (r"pour\b",),
    "après": (r"après\b",),
    "avec": (r"avec\b",),
    "en": (r"en\b",),
    "article": (r"une?\b", r"la\b", r"les?\b", r"l['’]"),
    "de": (r"de\b", r"d['’]"),
    "à": (r"à\b", r"aux?\b", r"dans\b"),
    "ou": (r"ou\b", r"et\b", r"voire\b", r"mais\b", r"soit\b", r"exemple\b"),
    "signe": (r"[;:,().…–-]",),
    "mot": (r"\w+",),
}  # fmt: skip
"""How words are written, in lower case, by kind: the first that fits tells the kind."""
_KIND_OF: Final = ["", *(kind for kind, ways in _KINDS.items() for _ in ways)]
_TOKEN = re.compile("|".join(f"{way}()" for ways in _KINDS.values() for way in ways))
"""The empty group behind a way of writing tells which one it is; before it, it would have each way
tried on each word, whatever its first letter."""
_ACRONYM = re.compile(r"CAP|L[1-3]|M[12]|BTSA?|BUT|DUT|DEUST|B[MPT][A-Z]*|D[EMNSTU][A-Z]*")


class Token(NamedTuple):
    """A word or a sign, which is its own kind, in lower case; an acronym keeps its capitals."""

    kind: str
    text: str = ""
    duree: Duree | None = None


_WORD: Final = Token("mot")
"""A word that tells nothing; half of them do."""


def tokens(sentence: str) -> list[Token]:
    """Return the words and signs of a sentence, durations read whole."""
    lowered = sentence.lower()
    if len(lowered) != len(sentence):  # « İ » makes two characters
        sentence = lowered
    found: list[Token] = []
    done = 0
    for start, end, duree in durees_ecrites(sentence):
        _add_words(found, sentence, lowered, done, start)
        found.append(Token("durée", sentence[start:end], duree))
        done = end
    _add_words(found, sentence, lowered, done, len(sentence))
    return found


def _add_words(words: list[Token], sentence: str, lowered: str, start: int, end: int) -> None:
    for found in _TOKEN.finditer(lowered, start, end):
        kind, place = _KIND_OF[found.lastindex or 0], found.start()
        if sentence[place].isupper() and _ACRONYM.fullmatch(sentence, place, found.end()):
            words.append(Token("diplome", sentence[place : found.end()]))
        elif kind == "mot":
            words.append(_WORD)
        else:
            words.append(Token(found[0] if kind == "signe" else kind, found[0]))
