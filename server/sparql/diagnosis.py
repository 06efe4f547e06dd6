"""Diagnosis of a query that the engine cannot read: what is wrong, said in French.

The engine's parser reports the furthest place it reached and everything that might have stood
there: right, but no help. A prefix that is not declared, a brace that is not closed, and what is
invisible or looks like a quotation mark, are found here, whatever the parser says.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from string import printable

from server.engine.federation.service_refusal import OPAQUE
from server.http.language import gettext, lazy_gettext

__all__ = ["Fault", "explain", "missing_prefixes"]

_PLACE = re.compile(r"error at (\d+):(\d+)")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w:.%<-])([^\W\d_][\w.-]*|):(?!:)")
_KNOWN = {
    "a variable that is unbound": lazy_gettext(
        "le SELECT demande une variable qui n'est ni dans le GROUP BY, "
        "ni dans un agrégat comme COUNT"
    ),
    "overrides an existing variable": lazy_gettext(
        "une variable donnée par AS porte un nom déjà pris"
    ),
    "IRI parsing failed": lazy_gettext("un IRI entre < et > est mal formé"),
}
_LOOKALIKES = {
    "\xa0": lazy_gettext("une espace insécable"),
    "\u202f": lazy_gettext("une espace fine insécable"),
    "\u200b": lazy_gettext("une espace de largeur nulle"),
    "\ufeff": lazy_gettext("une marque d'ordre des octets"),
    "\xad": lazy_gettext("un trait d'union invisible"),
    **dict.fromkeys("“”„‟″«»", lazy_gettext("un guillemet typographique")),
    **dict.fromkeys("‘’‚‛′", lazy_gettext("une apostrophe typographique")),
    **dict.fromkeys("‐‑‒–—―−", lazy_gettext("un tiret typographique")),
}
"""What editors of texts write for what a query is made of."""
_ORDINARY = frozenset(printable)
_INVISIBLE = ("Zs", "Zl", "Zp", "Cf", "Cc")
_NOT_NEWLINE = re.compile(r"[^\n]")
_REST_OF_WORD = re.compile(r"\w*")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_EXCERPT = 40
_READ = 8192
"""How many characters are looked into: no budget counts the time of an explanation."""


@dataclass(frozen=True)
class Fault:
    """Why a query cannot be read, and where: lines and columns from 1, columns in characters.

    `prefix` is the name that is not declared, None where that is not the reason.
    """

    line: int
    column: int
    reason: str
    prefix: str | None = None

    def __str__(self) -> str:
        return str(
            gettext(
                "Ligne %(line)d, colonne %(column)d : %(reason)s.",
                line=self.line,
                column=self.column,
                reason=self.reason,
            )
        )


def explain(
    message: str, query: str, prefixes: Mapping[str, str], are_declared: bool = False
) -> Fault:
    """Return what the engine's message says of a query.

    `prefixes` are those worth proposing, or, where they `are_declared`, those it need not declare.
    """
    text = _code(query)
    if missing := _undeclared(text, prefixes if are_declared else ()):
        reason = _unknown_prefix(missing[1], prefixes)
        return Fault(*_position(text, missing.start()), reason, missing[1])
    if lookalike := _lookalike(text):
        return lookalike
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    reason = next((str(known) for key, known in _KNOWN.items() if key in message), "")
    return Fault(line, column, reason or _reason(text, query, line, column))


def missing_prefixes(query: str, known: Container[str]) -> tuple[str, ...]:
    """Return the known prefixes that a query uses and does not declare, in their first order."""
    text = _code(query)
    declared = {*_DECLARED.findall(text)}
    used = dict.fromkeys(each[1] for each in _USED.finditer(text))
    return tuple(name for name in used if name in known and name not in declared)


def _code(query: str) -> str:
    """Return the beginning of a query, with spaces for what is no code."""
    parts: list[str] = []
    position = 0
    for opaque in OPAQUE.finditer(query):
        parts += (query[position : opaque.start()], _NOT_NEWLINE.sub(" ", opaque[0][:_READ]))
        position = opaque.end()
        if position > _READ:
            break
    return "".join((*parts, query[position:]))[:_READ]


def _lookalike(text: str) -> Fault | None:
    """Return where the first letter stands that is not what it looks like, None without one."""
    for at, letter in enumerate(text):
        if letter in _ORDINARY:
            continue
        name = _LOOKALIKES.get(letter)
        if name is None and unicodedata.category(letter) in _INVISIBLE:
            name = lazy_gettext("un caractère invisible")
        if name is None and (plain := unicodedata.normalize("NFKC", letter)) in _ORDINARY:
            name = gettext("une variante de « %(sign)s »", sign=plain)
        if name is not None:
            reason = gettext(
                "U+%(code)s est %(name)s, qui n'est pas du SPARQL",
                code=f"{ord(letter):04X}",
                name=name,
            )
            return Fault(*_position(text, at), str(reason))
    return None


def _unknown_prefix(name: str, prefixes: Mapping[str, str]) -> str:
    """Return what is wrong with a prefix that is not declared, and which it may be instead."""
    reason = gettext(
        "préfixe « %(name)s: » inconnu : ajoutez PREFIX %(name)s: <%(iri)s>",
        name=name,
        iri=prefixes.get(name, "…"),
    )
    near = [] if name in prefixes else get_close_matches(name, prefixes, 1)
    return reason + gettext(", ou écrivez %(near)s:", near=near[0]) if near else reason


def _undeclared(text: str, known: Iterable[str]) -> re.Match[str] | None:
    declared = {*known, *_DECLARED.findall(text)}
    return next((used for used in _USED.finditer(text) if used[1] not in declared), None)


def _position(text: str, start: int) -> tuple[int, int]:
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _reason(text: str, query: str, line: int, column: int) -> str:
    for opening, closing in _CLOSING.items() if len(text) == len(query) else ():
        if text.count(opening) > text.count(closing):
            return str(gettext("il manque « %(sign)s »", sign=closing))
        if text.count(opening) < text.count(closing):
            return str(gettext("il y a un « %(sign)s » de trop", sign=closing))
    lines = query.split("\n", line)
    reached = lines[min(line, len(lines)) - 1]
    rest = _REST_OF_WORD.match(reached, column - 1)
    read = reached[: rest.end() if rest else None].strip()[-_EXCERPT:]
    if read:
        return str(gettext("la requête ne se lit pas après « %(text)s »", text=read))
    return str(gettext("la requête ne se lit pas"))
