"""Spreadsheet CSV: solutions for a French Excel, which is no CSV of the W3C.

A semicolon between cells, because a French Excel reads the comma as a decimal mark, and writes
numbers so; a byte order mark, without which it does not see UTF-8. A text that a spreadsheet would
take for a formula gets an apostrophe before it (OWASP, *CSV Injection*), numbers do not. IRIs and
texts are bare: neither brackets nor languages. What comes in is the TSV of the W3C, whose terms
tell a number from a text that looks like one.
"""

import re
from collections.abc import Iterator

from server.engine import Frames
from server.sparql.streamed_response import Rewritten, whole_lines

__all__ = ["MEDIA_TYPE", "as_sheet"]

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_MARK = b"\xef\xbb\xbf"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[A-Za-z0-9-]+|\^\^<([^<>]*)>)?')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_FORMULA = re.compile(r"[=+@\t\r\n＝＋－＠-]")
_TO_QUOTE = re.compile(r'[;,"\r\n\t]|^ | $')
_NUMERIC = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}"
    for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)


def as_sheet(frames: Frames) -> Frames:
    """Return frames of TSV as lines of cells, each made as it passes."""
    return Rewritten(frames, _pieces)


def _pieces(frames: Frames) -> Iterator[bytes]:
    mark = _MARK
    for lines in whole_lines(frames):
        yield mark + _rows(lines.removesuffix(b"\n"))
        mark = b""


def _rows(lines: bytes) -> bytes:
    rows = lines.decode().split("\n")  # not splitlines: U+2028 stands in texts
    return "".join(f"{';'.join(map(_cell, row.split(chr(9))))}\r\n" for row in rows).encode()


def _cell(term: str) -> str:
    """Return a cell for a term as TSV writes it, or for the name of a variable."""
    text, is_number = _read(term)
    if is_number:
        return text.replace(".", ",")
    if _FORMULA.match(text):
        text = f"'{text}"
    if _TO_QUOTE.search(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _read(term: str) -> tuple[str, bool]:
    """Return the text of a term, and whether it is a number."""
    if quoted := _QUOTED.fullmatch(term):
        text = _ESCAPE.sub(_unescaped, quoted[1])
        return text, quoted[2] in _NUMERIC and bool(_NUMBER.fullmatch(text))
    if term.startswith("<") and not term.startswith("<<"):
        return term[1:-1], False
    return term.removeprefix("?"), bool(_NUMBER.fullmatch(term))


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
