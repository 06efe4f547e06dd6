"""Damage of text files: mojibake (text encoded twice), lost letters, unseen signs, spreadsheets.

Each is told with its line, what it looks like and the mend; nothing is mended here. A file damaged
throughout is refused; a doubtful word is remarked, and the file is read as it stands.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.sources.documents import Document

SEPARATORS: Final[Mapping[str, str]] = MappingProxyType(
    {",": "« , »", ";": "« ; »", "\t": "la tabulation", "|": "« | »"}
)
"""What may part the cells of a table, and how a sentence calls it."""

_LETTERS: Final = (
    "àâäáãåæçèéêëìíîïñòóôõöøùúûüÿœšžÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŸŒŠŽß"
    "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}«»°§·²³½‘’“”–—…•"
)
_READ_AS: Final = ("windows-1252", "latin-1", "mac_roman", "cp850", "cp437")
"""What software took UTF-8 for, before it encoded the text again."""


def _mojibake() -> Mapping[str, str]:
    """Return what each letter looks like once it was encoded twice, and the letter."""
    found: dict[str, str] = {}
    for letter in _LETTERS:
        for encoding in _READ_AS:
            with suppress(UnicodeDecodeError):
                found.setdefault(letter.encode().decode(encoding), letter)
    return found


_MOJIBAKE: Final = _mojibake()
_OCTETS: Final = [
    {ord(bytes([octet]).decode(each, "ignore") or chr(octet)): octet for octet in range(256)}
    for each in _READ_AS
]
"""The octet that each letter was, by what software took UTF-8 for."""
_TWICE = re.compile("|".join(map(re.escape, sorted(_MOJIBAKE, key=len, reverse=True))))
_SIGNS: Final = "ÃÂÅ€\x80√¬≈‚├┬┼ÔΓ"
"""One of these, which few texts hold, is in all that looks encoded twice."""
_QUESTION = re.compile(r"\?(?=[^\W\d_])")
_PARAMETER = re.compile(r"[\w.-]{0,80}(?:=|\{)")
_BREAK = re.compile(r"[\s\"()\[\]<>«»,;|]")
_PART = re.compile(r'([",;\t|])')
_OPENING: Final = frozenset(" \t\n\"'’(«,;")
_ELISIONS: Final = frozenset("cdjlmnstCDJLMNST")
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
_APART = re.compile(r"[\u0300-\u0302\u0308\u0327]")
_CODE_SIGNS: Final = ("&", "\\u", "%C", "=C")
_CODE = re.compile(
    r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,5});|\\u[0-9A-Fa-f]{4}|[%=]C[23][%=][89AB][0-9A-F]"
)
_CELL = re.compile(
    r'(?<![^;,\t\n"])(?:\d{1,15}\.0|\d[.,]\d{1,15}E\+\d\d|VRAI|FAUX|TRUE|FALSE|Vrai|Faux|True|False'
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}|'\d{1,15}|=\"{1,2}[^\"\n]{0,80}\"{1,2})"
    r'(?![^;,\t\r\n"])'
    r'|(?<=[;\t"])(?:\d{1,15},0|\d{1,3}(?:,\d{3}){1,4})(?=[;\t"\r\n])'
)
"""A number as a spreadsheet shows it, « vrai », or what it writes that it be a text."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ORDINARY: Final = bytes(octet for octet in range(256) if not _CONTROL.match(chr(octet)))
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TITLE = re.compile(rf"^{_INVISIBLE.pattern}*#.*", re.MULTILINE)
_BLANKS: Final = " \N{NO-BREAK SPACE}"
_BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}".encode().decode("windows-1252")
_FEW: Final = 3
_RARE: Final = 1000
_REACH: Final = 200
_FIRST_ROWS: Final = 2**18


_Places = Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Look:
    """What a damage looks like, in one place and throughout a file, and the mend.

    It is throughout a file from three places on, if one letter of `rarity` there has it, and one
    accent of four: with a `rarity` of 1 it never is. Without words for it `once`, only that is
    told: some words of the publishers have their accents apart.
    """

    once: str
    throughout: str
    mend: str
    rarity: int | None


_ENCODED_TWICE: Final = _Look(
    "mot encodé deux fois",
    "texte encodé deux fois",
    "reprendre le fichier de l'éditeur, ou l'enregistrer une seule fois en UTF-8",
    _RARE,
)
_LETTERS_LOST: Final = _Look(
    "lettre perdue",
    "lettres perdues",
    "reprendre le fichier de l'éditeur, rien d'autre ne les rend",
    _RARE,
)
_CELLS_REWRITTEN: Final = _Look(
    "cellule récrite par un tableur",
    "cellules récrites par un tableur",
    "reprendre le fichier de l'éditeur, sans passer par un tableur",
    None,
)


_CONTROLS: Final = _Look(
    "caractère de commande",
    "caractères de commande",
    "l'ôter, ou reprendre le fichier de l'éditeur",
    _RARE,
)
_INVISIBLES: Final = _Look("caractère invisible dans un titre", "", "l'ôter", 1)

_IN_CODE: Final = _Look(
    "lettre écrite en code",
    "lettres écrites en code",
    "reprendre le fichier de l'éditeur, ou y écrire les lettres mêmes",
    _RARE,
)

_ACCENTS_APART: Final = _Look(
    "",
    "accents à part de leurs lettres (NFD)",
    "l'enregistrer en NFC, où « é » est un seul caractère",
    _RARE,
)


def damage_of(document: Document, *, table: bool) -> list[Problem]:
    """Return the damage of a file; an error among them refuses it as a whole.

    Only in a `table` that is known is a number with « .0 », or a « VRAI », a spreadsheet's work.
    """
    if document.wide_encoding:
        return []  # `Document.text` tells
    text = document.parsed_text
    looks = [
        (_ENCODED_TWICE, _encoded_twice(text)),
        (_LETTERS_LOST, _letters_lost(document, text)),
        (_CONTROLS, _controls(document, text)),
        (_INVISIBLES, _invisibles(text)),
        (_IN_CODE, _in_code(document, text)),
        (_ACCENTS_APART, list(_APART.finditer(text))),
    ]
    if table:
        looks.append((_CELLS_REWRITTEN, _rewritten(text)))
    found = [told for look, places in looks for told in _told(document, text, places, look)]
    return [*found, *_header_marks(document)] if table else found


def unscrambled(text: str) -> str:
    """Return a text in which what looks encoded twice is read once."""
    return _TWICE.sub(lambda match: _MOJIBAKE[match[0]], text)


def clean_header(line: str) -> str:
    """Return a header line without byte-order marks, invisible letters and stray blanks."""
    line = _INVISIBLE.sub("", unscrambled(line.removeprefix(_BYTE_ORDER_MARK)))
    return "".join(part.strip(_BLANKS) for part in _PART.split(line.rstrip("\r")))


def _encoded_twice(text: str) -> _Places:
    return list(_TWICE.finditer(text)) if any(sign in text for sign in _SIGNS) else []


def _letters_lost(document: Document, text: str) -> _Places:
    lost = [each for each in _QUESTION.finditer(text) if _is_loss(text, each)]
    if _UNKNOWN in text and _UNKNOWN.encode() in document.data:
        lost += re.finditer(_UNKNOWN, text)
    return sorted(lost, key=re.Match.start)


def _is_loss(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a « ? » before a letter stands for another, not in a question or an address."""
    at, word = mark.start(), _word(text, mark)
    before, after = text[max(at - 1, 0) : at], text[at + 1]
    if _is_address(word) or _PARAMETER.match(text, at + 1):
        return False
    if not before.isalpha():
        return after.islower() and before in _OPENING
    elided = before in _ELISIONS and not text[max(at - 2, 0) : at - 1].isalpha()
    return after.islower() or before.isupper() or elided


def _controls(document: Document, text: str) -> _Places:
    seen = document.data.translate(None, _ORDINARY)
    return list(_CONTROL.finditer(text)) if seen else []


def _invisibles(text: str) -> _Places:
    return [
        sign for title in _TITLE.finditer(text) for sign in _INVISIBLE.finditer(text, *title.span())
    ]


def _in_code(document: Document, text: str) -> _Places:
    """Return the letters that HTML, JSON, an address or a mail write so, where none is read."""
    if document.head.lstrip().startswith("<") or not any(sign in text for sign in _CODE_SIGNS):
        return []
    return [each for each in _CODE.finditer(text) if not _is_address(_word(text, each))]


def _is_address(word: str) -> bool:
    return "://" in word or "www." in word


def _rewritten(text: str) -> _Places:
    """Return the cells of the first rows: a spreadsheet rewrites whole columns.

    A cell further on is told by the reader of its table.
    """
    return list(_CELL.finditer(text[:_FIRST_ROWS]))


def _told(document: Document, text: str, places: _Places, look: _Look) -> Iterator[Problem]:
    """Yield one error for a file that is damaged throughout, else a remark a line."""
    lines: dict[int, re.Match[str]] = {}
    number, reached = 1, 0
    for place in places:
        number += text.count("\n", reached, place.start())
        reached = place.start()
        lines.setdefault(number, place)
    throughout = _throughout(text, places, look)
    for number, place in lines.items():
        shown = _shown(text, place)
        if throughout:
            where = f"en {len(places)} endroits, ici {shown}{_declared(document)}"
            reason = f"{look.throughout} {where} : {look.mend}"
            yield problem(document.path, number, ProblemKind.FICHIER_ILLISIBLE, reason, text)
            return
        if look.once:
            reason = f"{look.once}, {shown} : {look.mend}"
            yield problem(document.path, number, ProblemKind.TEXTE_DOUTEUX, reason)


def _declared(document: Document) -> str:
    encoding = document.declared_encoding
    return f", lu en {encoding} que sa première ligne annonce" if encoding else ""


def _throughout(text: str, places: _Places, look: _Look) -> bool:
    if len(places) < _FEW or look.rarity is None:
        return len(places) >= _FEW
    if look is _ENCODED_TWICE and any(_is_sound_but_for(text, each) for each in _OCTETS):
        return True
    if len(places) * look.rarity < len(text):
        return False
    sound = sum(each > "\x7f" and each != _UNKNOWN for each in _TWICE.sub("", text))
    return 4 * len(places) >= sound


def _is_sound_but_for(text: str, octets: Mapping[int, int]) -> bool:
    """Tell whether a whole text is UTF-8 that was read as another encoding, few as accents be."""
    with suppress(UnicodeError):
        return codecs.charmap_encode(text, "strict", octets)[0].decode() != text
    return False


def _shown(text: str, place: re.Match[str]) -> str:
    word = _word(text, place)
    sound = unscrambled(word)
    wrong = f"« {excerpt(word)} »"
    if len(place[0]) == 1 and not place[0].isprintable():
        return f"U+{ord(place[0]):04X} dans {wrong}"
    return wrong if sound == word else f"{wrong} pour « {excerpt(sound)} »"


def _word(text: str, place: re.Match[str]) -> str:
    """Return what stands without blank around a place, as far as it reaches."""
    start, end = place.span()
    before = _BREAK.split(text[max(start - _REACH, 0) : start])[-1]
    return before + place[0] + _BREAK.split(text[end : end + _REACH])[0]


def _header_marks(document: Document) -> Iterator[Problem]:
    line = document.head.partition("\n")[0].rstrip("\r")
    if line != (clean := clean_header(line)):
        reason = f"en-tête avec des marques ou des blancs, lu comme « {excerpt(clean)} »"
        yield problem(document.path, 1, ProblemKind.TEXTE_DOUTEUX, reason)
