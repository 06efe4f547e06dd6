"""Finds out whether a query would make the engine call another server.

The engine sends a SERVICE clause to any address, this machine's own included, and cannot be told
not to. Its parser knows no words, only places: ``<`` opens an IRI in one and compares in another,
and no space is needed around a keyword (``1SERVICE<…>``, ``SERVICE:a``). Whoever settles for one
reading can be made to take code for a string. So all are followed at once: from each position
that may be code, the positions that may come next; a query is refused when the word stands at one.
"""

import re
from collections.abc import Iterator, Sequence

__all__ = ["OPAQUE", "calls_elsewhere", "word_positions"]

OPAQUE = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\''''
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*|[?$][0-9A-Za-z_]+|\\.""",
    re.DOTALL,
)
"""Strings, IRIs, comments, variables, escapes as one expects them: to explain, not to refuse."""
_WORD = re.compile("service", re.IGNORECASE | re.ASCII)
_PLAIN = re.compile(r"""[^sS"'<#?$:\\]*""")
_IRI = re.compile(r'<[^<>"{}|^`\x00-\x20]*>')
_COMPARISON = re.compile(r"<(?!/|[A-Za-z][A-Za-z0-9+.-]*://)")
_VARIABLE = re.compile(r"[?$]\w+")
_END_OF_LINE = re.compile(r"[\r\n]|\Z")
_LOCAL = re.compile(r":(?:[0-9A-Za-z_][0-9A-Za-z_-]*)?+(?![:%\\\x80-\U0010ffff]|\.+[\w:%\\-])")
"""A local name that can be read in one way only: in ``e:a.b.c``, the engine takes c for code."""
_NO_NAMESPACE = re.compile(
    r""":[ \t\r\n]*(?:\#|<(?!/>|[^<>"{}|^`\\\x00-\x20]*(?:[^<>"{}|^`\\\x00-\x20/]/|\#)>))"""
)
"""A prefix that may make a name no IRI (``http://h:``): the engine then takes the name for code."""


class _Strings:
    """The ends of the strings of one kind; asked from left to right, each character is read once.

    A string that would begin inside the last one ends with it: there, its quotes are text.
    """

    def __init__(self, text: str, body: str, closing: str) -> None:
        self._text, self._closing = text, closing
        self._body = re.compile(f"(?:{body})*", re.DOTALL)
        self._start = self._stop = -1

    def end(self, start: int) -> int:
        """Return the position behind a string, given that of its text; 0 if it never closes."""
        if not self._start <= start <= self._stop:
            reached = self._body.match(self._text, start)
            self._start, self._stop = start, reached.end() if reached else start
        closed = self._text.startswith(self._closing, self._stop)
        return self._stop + len(self._closing) if closed else 0


class _Scan:
    """One walk through a query, from left to right, over the positions that may be code."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._strings: dict[str, tuple[_Strings, ...]] = {}
        for mark in "\"'":
            inner = rf"[^{mark}\\]+|{mark}(?!{mark}{mark})|\\"
            bodies = (inner + r"""[tbnrf"'\\]""", inner + ".", rf"[^{mark}\\\n\r]+|\\.")
            closings = (mark * 3, mark * 3, mark)
            self._strings[mark] = tuple(map(_Strings, (text,) * 3, bodies, closings))
        self._line_end, self._namespaces = -1, True

    def words(self) -> Iterator[int]:
        """Yield the positions that may be code and where the word stands."""
        code = bytearray(len(self._text) + 3)
        position, code[0] = 0, 1
        while (position := code.find(1, position, len(self._text))) != -1:
            if plain := _PLAIN.match(self._text, position):
                position = plain.end()
            if _WORD.match(self._text, position):
                yield position
            for following in self._after(position, self._text[position : position + 1]):
                code[following] = 1
            position += 1

    def _after(self, position: int, character: str) -> Sequence[int]:
        """Return the positions that may be code after one that is; 0 for none."""
        if character == "\\":
            return position + 1, position + 2
        if character in self._strings:
            return self._after_quote(position, character)
        if character == "#":
            if self._line_end < position and (end := _END_OF_LINE.search(self._text, position)):
                self._line_end = end.start()
            return (self._line_end,)
        if character == "<":
            iri = _IRI.match(self._text, position)
            compares = _COMPARISON.match(self._text, position)
            return position + 1 if compares else 0, iri.end() if iri else 0
        return (self._after_name(position),)

    def _after_quote(self, position: int, mark: str) -> Sequence[int]:
        """Return where a string may end; one that is long and sound is never read as short."""
        sound, long, short = self._strings[mark]
        if not self._text.startswith(mark * 3, position):
            return (short.end(position + 1),)
        if end := sound.end(position + 3):
            return (end,)
        return long.end(position + 3), short.end(position + 1)

    def _after_name(self, position: int) -> int:
        if name := _VARIABLE.match(self._text, position):
            return name.end()
        if _NO_NAMESPACE.match(self._text, position):
            self._namespaces = False
        name = _LOCAL.match(self._text, position) if self._namespaces else None
        return name.end() if name else position + 1


def word_positions(query: str) -> list[int]:
    """Return where a SPARQL text may hold a SERVICE clause; never without one that it does."""
    return list(_Scan(query).words())


def calls_elsewhere(query: str) -> bool:
    """Return whether a SPARQL text may hold a SERVICE clause; never False when it does."""
    return next(_Scan(query).words(), None) is not None
