"""Diagnosis of a query that the engine cannot read: what is wrong, said in French.

The engine's parser reports the furthest place it reached and everything that might have stood
there: right, but no help. A prefix that is not declared, and a brace that is not closed, are found
here, whatever the parser says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext

from server.engine.federation.service_refusal import OPAQUE

__all__ = ["Fault", "explain"]

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


def explain(message: str, query: str, prefixes: Mapping[str, str]) -> Fault:
    """Return what the engine's message says of a query; `prefixes` are those worth proposing."""
    text = _code(query)
    if missing := _undeclared(text):
        name = missing[1]
        reason = gettext(
            "préfixe « %(name)s: » inconnu : ajoutez PREFIX %(name)s: <%(iri)s>",
            name=name,
            iri=prefixes.get(name, "…"),
        )
        return Fault(*_position(text, missing.start()), reason, name)
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    reason = next((str(known) for key, known in _KNOWN.items() if key in message), "")
    return Fault(line, column, reason or _reason(text, query, line, column))


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


def _undeclared(text: str) -> re.Match[str] | None:
    declared = set(_DECLARED.findall(text))
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
