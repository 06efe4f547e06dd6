"""The SERVICE clauses of a query: which endpoints they name, and their text with others."""

import re
from collections.abc import Callable

from server.engine.errors import ForbiddenServiceError, worded
from server.federation import word_positions

__all__ = ["redirected", "services"]

_CLAUSE = re.compile(
    r"SERVICE\s+(?:SILENT\s+)?<([^<>\"{}|^`\\\x00-\x20]*)>\s*(?=\{)", re.IGNORECASE | re.ASCII
)
_PLAINLY = worded(
    "SERVICE n'est admis que suivi de l'adresse entière d'un point d'accès, entre chevrons : ni "
    "variable, ni nom abrégé."
)
_NAME = re.compile(r"[\w:.%\\-]")


def services(query: str) -> list[str]:
    """Return the IRIs that a query calls, in order.

    ForbiddenServiceError where the word may be code and is not plainly ``SERVICE <iri> {``: a
    variable endpoint takes its address from data, a prefixed name hides it.
    """
    return [clause[1] for clause in _clauses(query)]


def redirected(query: str, address: Callable[[str], str]) -> str:
    """Return a query that calls, in place of each IRI, the address that is given for it."""
    parts: list[str] = []
    position = 0
    for clause in _clauses(query):
        parts += (query[position : clause.start(1)], address(clause[1]))
        position = clause.end(1)
    return "".join(parts) + query[position:]


def _clauses(query: str) -> list["re.Match[str]"]:
    return [_clause(query, position) for position in word_positions(query)]


def _clause(query: str, position: int) -> "re.Match[str]":
    clause = _CLAUSE.match(query, position)
    if clause is None or (position and _NAME.match(query[position - 1])):
        raise ForbiddenServiceError(_PLAINLY)
    return clause
