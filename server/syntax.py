"""What is wrong with a query that the engine cannot read, said in French.

The engine's parser reports the furthest place it reached and everything that might have stood
there: right, but no help. A prefix that is not declared, and a brace that is not closed, are found
here, whatever the parser says.
"""

import re
from collections.abc import Mapping

from server.federation import OPAQUE

__all__ = ["explain"]

_PLACE = re.compile(r"error at (\d+):(\d+)")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w:.%<-])([^\W\d_][\w.-]*|):(?!:)")
_KNOWN = {
    "a variable that is unbound": "le SELECT demande une variable qui n'est ni dans le GROUP BY, "
    "ni dans un agrégat comme COUNT",
    "overrides an existing variable": "une variable donnée par AS porte un nom déjà pris",
    "IRI parsing failed": "un IRI entre < et > est mal formé",
}
_NOT_NEWLINE = re.compile(r"[^\n]")
_REST_OF_WORD = re.compile(r"\w*")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_EXCERPT = 40
_READ = 8192
"""How many characters are looked into: no budget counts the time of an explanation."""


def explain(message: str, query: str, prefixes: Mapping[str, str]) -> str:
    """Return a sentence with the line and column; `prefixes` are those worth proposing."""
    text = _code(query)
    if missing := _undeclared(text):
        name = missing[1]
        iri = prefixes.get(name, "…")
        return (
            f"{_at(*_position(text, missing.start()))} : préfixe « {name}: » inconnu : "
            f"ajoutez PREFIX {name}: <{iri}>."
        )
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    reason = next((known for key, known in _KNOWN.items() if key in message), "")
    return f"{_at(line, column)} : {reason or _reason(text, query, line, column)}."


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


def _at(line: int, column: int) -> str:
    return f"Ligne {line}, colonne {column}"


def _reason(text: str, query: str, line: int, column: int) -> str:
    for opening, closing in _CLOSING.items() if len(text) == len(query) else ():
        if text.count(opening) > text.count(closing):
            return f"il manque « {closing} »"
        if text.count(opening) < text.count(closing):
            return f"il y a un « {closing} » de trop"
    lines = query.split("\n", line)
    reached = lines[min(line, len(lines)) - 1]
    rest = _REST_OF_WORD.match(reached, column - 1)
    read = reached[: rest.end() if rest else None].strip()[-_EXCERPT:]
    after = f" après « {read} »" if read else ""
    return f"la requête ne se lit pas{after}"
