"""Reads a query operation of the SPARQL 1.1 Protocol from the parts of an HTTP request."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from server.problem import ProblemError

__all__ = ["FORM", "QUERY", "Operation", "read_operation"]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "Ce point d'accès ne répond qu'aux requêtes : les mises à jour n'y sont pas admises."

Values = Callable[[str], list[str]]


@dataclass(frozen=True)
class Operation:
    """A query with its dataset.

    `format` is the short name that overrides Accept, if any; `timeout` the seconds that the client
    is ready to wait for the evaluation, if it says so.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    timeout: float | None = None


def read_operation(
    content_type: str | None, charset: str, url: Values, form: Values, body: bytes
) -> Operation | None:
    """Return the operation, None if a GET asks nothing; ProblemError (400, 415) if it is none.

    `content_type` is None for GET; `url` and `form` return the values of a parameter.
    """
    if content_type is None:
        return _from_parameters(url)
    if content_type not in (FORM, QUERY, _UPDATE):
        raise ProblemError(415, f"Une requête s'envoie en {FORM} ou en {QUERY}.")
    if charset.lower() not in ("", "utf-8", "utf8"):
        raise ProblemError(415, "Une requête s'envoie en UTF-8.")
    if content_type == _UPDATE:
        raise ProblemError(400, _READ_ONLY)
    if content_type == FORM:
        found = _from_parameters(form)
        if found is None:
            raise ProblemError(400, "Le formulaire n'a pas de champ « query ».")
        return found
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"La requête n'est pas de l'UTF-8 : {error}.") from None
    if not text.strip():
        raise ProblemError(400, "La requête est vide.")
    return _operation(text, url)


def _from_parameters(values: Values) -> Operation | None:
    if values("update"):
        raise ProblemError(400, _READ_ONLY)
    queries = values("query")
    if len(queries) > 1:
        raise ProblemError(400, "Le paramètre « query » ne s'emploie qu'une fois.")
    return _operation(queries[0], values) if queries and queries[0].strip() else None


def _operation(text: str, values: Values) -> Operation:
    return Operation(
        query=text,
        default_graphs=tuple(values("default-graph-uri")),
        named_graphs=tuple(values("named-graph-uri")),
        format=next(iter(values("format")), ""),
        timeout=_timeout(next(iter(values("timeout")), "")),
    )


def _timeout(text: str) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < inf:
        raise ProblemError(400, "Le paramètre « timeout » est un nombre de secondes, positif.")
    return seconds
