"""Text metrics: an upper bound of how wide a text is, and how it breaks into lines.

A server has no fonts. Widths are those of DejaVu Sans, one of the widest faces that a system has
for its interface, so that what fits here fits with the others.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

__all__ = ["clean_text", "text_width", "wrap_text"]

_ELLIPSIS: Final = "…"
_CLASSES: Final = {
    "'’|ijlI!": 0.33,
    " .,:;()[]-ftr/": 0.43,
    'scJz"*': 0.57,
    "mMW%@…—œæŒÆ": 1.0,
    "w+<>=~": 0.85,
    "&GOQDNHUC": 0.8,
}
"""By character, a width for a size of 1; a plain letter or a digit is 0.65, a capital 0.72."""
_WIDTHS: Final = {character: each for text, each in _CLASSES.items() for character in text}
_LETTER, _CAPITAL, _FOREIGN = 0.65, 0.72, 1.05
_UNPLAIN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_REMEMBERED: Final = 2048


def clean_text(text: str) -> str:
    """Return a text on one line, without the characters that XML does not admit."""
    return " ".join(_UNPLAIN.sub(" ", text).split())


def text_width(text: str, size: float) -> float:
    """Return the most that a text takes at a size, in the unit of the size."""
    return sum(map(_of, text)) * size


@lru_cache(_REMEMBERED)
def wrap_text(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Break a text into lines that fit a room, `most` at most: the last one says it was cut."""
    lines: list[str] = []
    rest = clean_text(text)
    while rest and len(lines) < most:
        line, rest = _line(rest, size, room)
        lines.append(line)
    if rest:
        lines[-1] = _cut(f"{lines[-1]} {rest}", size, room)
    return tuple(lines) or (_ELLIPSIS,)


def _line(text: str, size: float, room: float) -> tuple[str, str]:
    """Part the words that fit from the others; a word that is too long for a line is broken."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) > room:
            break
        line = longer
    if not line:
        line = text[: max(_fitting(text, size, room), 1)]
        return line, text[len(line) :].lstrip()
    return line, text[len(line) + 1 :]


def _cut(text: str, size: float, room: float) -> str:
    kept = text[: _fitting(text, size, room - text_width(_ELLIPSIS, size))]
    return kept.rstrip(" ,;:-") + _ELLIPSIS


def _fitting(text: str, size: float, room: float) -> int:
    taken = 0.0
    for number, character in enumerate(text):
        taken += _of(character) * size
        if taken > room:
            return number
    return len(text)


@cache
def _of(character: str) -> float:
    base = unicodedata.normalize("NFKD", character)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if character.isascii() or unicodedata.name(base, "").startswith("LATIN"):
        return _CAPITAL if base.isupper() else _LETTER
    return _FOREIGN
