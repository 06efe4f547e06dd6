"""Refusal of SERVICE: whether a query would make the engine call another server, and may.

The engine sends a SERVICE clause to any address, this machine's own included, and cannot be told
not to. Its parser knows no words, only places: ``<`` opens an IRI in one and compares in another,
and no space is needed around a keyword (``1SERVICE<…>``, ``SERVICE:a``). Whoever settles for one
reading can be made to take code for a string. So all are followed at once: from each position
that may be code, the positions that may come next; a query is refused when the word stands at one.

Where only one position may follow, a regular expression goes on to the next choice, since no budget
counts the time that this takes; a text with the word and with thousands of choices is refused.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from server.engine.errors import ForbiddenServiceError, TooComplexError, worded
from server.engine.federation.allowlist import Endpoint, find

__all__ = [
    "OPAQUE",
    "as_graphs",
    "calls_elsewhere",
    "calls_listed",
    "redirected",
    "services",
    "word_positions",
]

OPAQUE = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^'\\]++|\\.|'(?!''))*+\'\'\''''
    r"""|"(?:[^"\\\n\r]++|\\.)*+"|'(?:[^'\\\n\r]++|\\.)*+'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*+>|\#[^\n\r]*+|[?$][0-9A-Za-z_]++|\\.""",
    re.DOTALL,
)
"""Strings, IRIs, comments, variables, escapes as one expects them: to explain, not to refuse."""
_LINE: Final = re.compile(r"[^\r\n]*+")
_LOCAL: Final = r"[0-9A-Za-z_][0-9A-Za-z_-]*+(?![:%\\\x80-\U0010ffff]|\.++[\w:%\\-])"
"""A local name that can be read in one way only: in ``e:a.b.c``, the engine takes c for code."""
_NO_NAMESPACE: Final = (
    r"""[ \t\r\n]*(?:\#|<(?!/>|[^<>"{}|^`\\\x00-\x20]*(?:[^<>"{}|^`\\\x00-\x20/]/|\#)>))"""
)
"""A prefix that may make a name no IRI (``http://h:``): the engine then takes the name for code."""
_ABSOLUTE: Final = "/|[A-Za-z][A-Za-z0-9+.-]*+://"
"""What no comparison goes on with."""
_IRI: Final = r"""[^<>"{}|^`\x00-\x20]*+>"""
_IRI_END: Final = re.compile(_IRI)
_PLAIN: Final = r"""[^sS"'<#?$:\\]"""
_OTHER: Final = "[sS](?![eE][rR][vV][iI][cC][eE])"
_SIMPLE: Final = r"""[^sS"'<#?$\\>{}|^`\x00-\x20]"""
_SURE: Final = (
    r""""(?!"")(?:[^"\\\n\r]++|\\.){0,20}+"|'(?!'')(?:[^'\\\n\r]++|\\.){0,20}+'"""
    rf"|<(?:{_SIMPLE}*+>|(?={_ABSOLUTE}){_IRI}|(?:{_SIMPLE}++|{_OTHER})*+>|(?!{_ABSOLUTE}|{_IRI}))"
    rf"|#[^\n\r]{{0,200}}+(?![^\n\r])|[?$]\w*+|{_OTHER}"
)
"""What only one position may follow, wherever it begins: in ``<a>``, both readings go on behind it.

Escapes are few and comments short, since many readings may begin in one, and each goes through it.
"""
_RUN: Final = 256
"""How many such things are gone through at once."""
_STEP: Final = 32
"""How many of them take the time of a choice."""
_MOST: Final = 50_000
"""How many may be gone through: a hundredth of a second, or somewhat less."""
_TANGLED: Final = worded(
    "La requête contient le mot « service » et se prête à trop de lectures : raccourcissez-la, ou "
    "écrivez-la sans ce mot."
)


def _run(colon: str) -> re.Pattern[str]:
    things = f"(?:{_SURE}|{colon}){_PLAIN}*+"
    return re.compile(f"{_PLAIN}*+(?:{things}){{0,{_RUN}}}+", re.DOTALL)


def _text(piece: str) -> re.Pattern[str]:
    """Return a pattern of all of a string but its marks; it matches none of very many pieces."""
    return re.compile(f"(?:{piece}){{0,8192}}+(?!{piece})", re.DOTALL)


_WITH_NAMES: Final = _run(f":(?!{_NO_NAMESPACE})(?:{_LOCAL})?+")
_WITHOUT_NAMES: Final = _run(":")
_FOLLOWING: Final = {
    mark: (
        (_text(rf"""[^{mark}\\]++|{mark}(?!{mark}{mark})|\\[tbnrf"'\\]"""), mark * 3),
        (_text(rf"[^{mark}\\]++|{mark}(?!{mark}{mark})|\\."), mark * 3),
        (_text(rf"[^{mark}\\\n\r]++|\\."), mark),
    )
    for mark in "\"'"
}
"""What follows the opening of a string, up to what closes it: long and sound, long, short."""


class _Strings:
    """The ends of the strings of one kind; asked from left to right, each character is read once.

    A string that would begin inside the last one ends with it: there, its quotes are text.
    """

    def __init__(self, scan: "_Scan", following: re.Pattern[str], closing: str) -> None:
        self._scan, self._following, self._closing = scan, following, closing
        self._start = self._stop = -1

    def end(self, start: int) -> int:
        """Return the position behind a string, given that of its text; 0 if it never closes."""
        if not self._start <= start <= self._stop:
            reached = self._following.match(self._scan.text, start)
            self._start, self._stop = start, reached.end() if reached else -1
            self._scan.spend((self._stop - start) // 8 if reached else _MOST)
        closed = self._scan.text.startswith(self._closing, self._stop)
        return self._stop + len(self._closing) if closed else 0


class _Scan:
    """One walk through a query, from left to right, over the positions that may be code."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left = _MOST
        self._strings = {
            mark: tuple(_Strings(self, *each) for each in kinds)
            for mark, kinds in _FOLLOWING.items()
        }
        self._line_end, self._run = -1, _WITH_NAMES

    def words(self, last: int) -> Iterator[int]:
        """Yield the positions that may be code and where the word stands, up to the last of it."""
        text = self.text
        code = bytearray(len(text) + 3)
        position, code[0] = 0, 1
        while (position := code.find(1, position, last + 1)) != -1:
            run = self._run.match(text, position)
            end = run.end() if run else position
            if end > position:
                code[end] = 1
                self.spend(min(end - position, _RUN))
            else:
                character = text[position]
                if character in "sS":
                    yield position
                for following in self._after(position, character):
                    code[following] = 1
                self.spend(_STEP)
            position += 1

    def spend(self, effort: int) -> None:
        """Count what has been gone through; TooComplexError where it is too much."""
        self._left -= effort
        if self._left < 0:
            raise TooComplexError(_TANGLED)

    def _after(self, position: int, character: str) -> Sequence[int]:
        """Return the positions that may be code after one that is; 0 for none."""
        if character == "\\":
            return position + 1, position + 2
        if character in self._strings:
            return self._after_quote(position, character)
        if character == "#":
            if self._line_end < position and (line := _LINE.match(self.text, position)):
                self._line_end = line.end()
            return (self._line_end,)
        if character == "<":
            iri = _IRI_END.match(self.text, position + 1)
            return (position + 1, iri.end()) if iri else ()
        if character == ":":
            self._run = _WITHOUT_NAMES
        return (position + 1,)

    def _after_quote(self, position: int, mark: str) -> Sequence[int]:
        """Return where a string may end; one that is long and sound is never read as short."""
        sound, long, short = self._strings[mark]
        if not self.text.startswith(mark * 3, position):
            return (short.end(position + 1),)
        if end := sound.end(position + 3):
            return (end,)
        return long.end(position + 3), short.end(position + 1)


def word_positions(query: str) -> list[int]:
    """Return where a SPARQL text may hold a SERVICE clause; never without one that it does.

    TooComplexError where too many readings of a text with the word would have to be followed.
    """
    return list(_words(query))


def calls_elsewhere(query: str) -> bool:
    """Return whether a SPARQL text may hold a SERVICE clause; never False when it does.

    TooComplexError as `word_positions`.
    """
    return next(_words(query), None) is not None


def _words(query: str) -> Iterator[int]:
    raw = query.encode("utf-8", "surrogatepass")
    last = raw.lower().rfind(b"service")
    if last != -1:
        yield from _Scan(query).words(len(raw[:last].decode("utf-8", "surrogatepass")))


_CLAUSE = re.compile(
    r"(?P<call>SERVICE\s+(?:SILENT\s+)?)<(?P<iri>[^<>\"{}|^`\\\x00-\x20]*)>(?=\s*\{)",
    re.IGNORECASE | re.ASCII,
)
_PLAINLY = worded(
    "SERVICE n'est admis que suivi de l'adresse entière d'un point d'accès, entre chevrons : ni "
    "variable, ni nom abrégé."
)
_NO_SERVICE = worded("SERVICE n'est pas admis : ce serveur n'en appelle pas.")
_LISTED = worded("SERVICE n'est admis que vers %(endpoints)s.")
_NAME = re.compile(r"[\w:.%\\-]")


def calls_listed(query: str, allowed: tuple[Endpoint, ...]) -> bool:
    """Return whether a query calls endpoints of a list; refuse one that calls any other.

    ForbiddenServiceError where there is no list, or an endpoint is not on it, or cannot be told.
    """
    if not calls_elsewhere(query):
        return False
    if not allowed:
        raise ForbiddenServiceError(_NO_SERVICE)
    for iri in services(query):
        if find(iri, allowed) is None:
            raise ForbiddenServiceError(_LISTED, endpoints=", ".join(each.iri for each in allowed))
    return True


def services(query: str) -> list[str]:
    """Return the IRIs that a query calls, in order.

    ForbiddenServiceError where the word may be code and is not plainly ``SERVICE <iri> {``: a
    variable endpoint takes its address from data, a prefixed name hides it.
    """
    return [clause["iri"] for clause in _clauses(query)]


def redirected(query: str, address: Callable[[str], str]) -> str:
    """Return a query that calls, in place of each IRI, the address that is given for it."""
    return _replaced(query, lambda clause: f"{clause['call']}<{address(clause['iri'])}>")


def as_graphs(query: str) -> str:
    """Return a query that calls nobody and has the variables of this one: its calls are graphs."""
    return _replaced(query, lambda clause: f"GRAPH <{clause['iri']}>")


def _replaced(query: str, written: Callable[["re.Match[str]"], str]) -> str:
    parts: list[str] = []
    position = 0
    for clause in _clauses(query):
        parts += (query[position : clause.start()], written(clause))
        position = clause.end()
    return "".join(parts) + query[position:]


def _clauses(query: str) -> list["re.Match[str]"]:
    return [_clause(query, position) for position in word_positions(query)]


def _clause(query: str, position: int) -> "re.Match[str]":
    clause = _CLAUSE.match(query, position)
    if clause is None or (position and _NAME.match(query[position - 1])):
        raise ForbiddenServiceError(_PLAINLY)
    return clause
