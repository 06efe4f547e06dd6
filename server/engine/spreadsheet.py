"""Spreadsheet CSV: solutions for a French Excel, which is no CSV of the W3C.

A semicolon between cells, because a French Excel reads the comma as a decimal mark, and writes
numbers so; a byte order mark, without which it does not see UTF-8. A text that a spreadsheet would
take for a formula gets an apostrophe before it (OWASP, *CSV Injection*), whatever blanks hide its
sign; one that it would take for a number or a date, as a code with zeros in front, is a formula of
ours that gives the text. IRIs and texts are bare: neither brackets nor languages. What comes in is
the TSV of the W3C, whose terms tell a number from a text that looks like one.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Literal

from server.engine.interface import Term
from server.engine.line_filter import LineFilter

__all__ = ["Sheet", "sheet_of", "sheet_of_rows"]

_MARK = b"\xef\xbb\xbf"
_NUMBER = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d+)?")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[A-Za-z0-9-]+|\^\^<([^<>]*)>)?')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_FORMULA = re.compile(
    r"[\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff"
    r"\U0001d173-\U0001d17a\U000e0000-\U0010ffff]*+[=+@＝＋－＠﹦﹢﹣﹫−-]|[\t\r\n]"
)
"""The signs that begin a formula, behind whatever is blank or invisible."""
_MONTH = r"(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)[a-zé]*+\.?"
_CODE = re.compile(
    rf"(?:€\s?)?\d[\d .,:/eE+-]*+(?:\s?[%€])?|(?:\d{{1,2}}[\s/-])?{_MONTH}[\s/-]\d++|vrai|faux",
    re.ASCII | re.IGNORECASE,
)
"""What a French spreadsheet would read as a number, an amount, a date, an hour or a truth."""
_TO_QUOTE = re.compile(r'[;,"\r\n\t]|^ | $')
_NUMERIC = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}"
    for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)


class Sheet(LineFilter):
    """Takes TSV, and writes lines of cells to an output."""

    _mark = _MARK

    def _rewritten(self, lines: bytes) -> bytes:
        mark, self._mark = self._mark, b""
        rows = lines.removesuffix(b"\n").decode().split("\n")  # not splitlines: U+2028 is in texts
        cells = (map(_cell, row.split("\t")) for row in rows)
        return mark + "".join(f"{';'.join(row)}\r\n" for row in cells).encode()


def sheet_of(tsv: bytes) -> bytes:
    """Return what a `Sheet` makes of some TSV."""
    output = BytesIO()
    sheet = Sheet(output)
    sheet.write(tsv)
    sheet.end()
    return output.getvalue()


def sheet_of_rows(names: Sequence[str], rows: Iterable[Iterable[Term | None]]) -> bytes:
    """Return a table of terms as a `Sheet` writes it, its columns named."""
    lines = ("\t".join("" if term is None else str(term) for term in row) for row in rows)
    return sheet_of("\n".join(["\t".join(f"?{name}" for name in names), *lines, ""]).encode())


def _cell(term: str) -> str:
    """Return a cell for a term as TSV writes it, or for the name of a variable."""
    text, kind = _read(term)
    if kind == "number":
        return text.replace(".", ",")
    if kind == "text" and _CODE.fullmatch(text):
        text = f'="{text}"'
    elif _FORMULA.match(text):
        text = f"'{text}"
    if _TO_QUOTE.search(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _read(term: str) -> tuple[str, Literal["number", "text", "other"]]:
    """Return the text of a term, and what it is: a typed value that is no number is another."""
    if quoted := _QUOTED.fullmatch(term):
        text, datatype = _ESCAPE.sub(_unescaped, quoted[1]), quoted[2]
        is_number = datatype in _NUMERIC and _NUMBER.fullmatch(text)
        return text, "number" if is_number else "other" if datatype else "text"
    if term.startswith("<") and not term.startswith("<<"):
        return term[1:-1], "other"
    return term.removeprefix("?"), "number" if _NUMBER.fullmatch(term) else "other"


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
