"""Result format of a query: which serialisation a client asks for, by name or by Accept."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from server.engine import Question
from server.engine.complexity import check
from server.engine.formats import ALIASES, GRAPH, NAMES, SOLUTIONS, SYNONYMS
from server.http.language import gettext
from server.http.negotiation import choose, parse
from server.http.problems import ProblemError
from server.sparql.operation import Operation

__all__ = ["HTML", "ResultFormat", "by_accept", "by_name", "question_of", "served"]

HTML = "text/html"
_TRIPLES = (*GRAPH, *ALIASES)
_BOTH = {"json": "application/ld+json", "xml": "application/rdf+xml"}
"""Names of a format of solutions that clients use for graphs as well."""


@dataclass(frozen=True)
class ResultFormat:
    """The media types for solutions and for graphs, None where none will do; or a page."""

    solutions: str | None
    triples: str | None
    page: bool = False


def by_accept(accept: Iterable[str]) -> ResultFormat:
    """Return what Accept headers prefer."""
    return _by_headers(tuple(accept))


@lru_cache(1024)
def _by_headers(headers: tuple[str, ...]) -> ResultFormat:
    preferred = choose(headers, (*SOLUTIONS, *_TRIPLES, HTML))
    return ResultFormat(
        choose(headers, tuple(SOLUTIONS)), choose(headers, _TRIPLES), page=preferred == HTML
    )


def by_name(names: Iterable[str]) -> ResultFormat:
    """Return what the first name stands for that is one: short, or a media type; else 400.

    Clients repeat the parameter with what they think each endpoint reads, and leave the ``+`` of a
    media type to be read as a space.
    """
    for name in names:
        media_range = name.replace(" ", "+")
        if "/" in name and name.lower() not in SYNONYMS and parse([media_range]):
            wanted = by_accept([media_range])
            if wanted.page or wanted.solutions or wanted.triples:
                return wanted
        short = name.lower().replace(" ", "+")
        short = SYNONYMS.get(short, short)
        if short == "html":
            return ResultFormat(None, None, page=True)
        if media_type := NAMES.get(short):
            solutions = media_type if media_type in SOLUTIONS else None
            return ResultFormat(solutions, media_type if not solutions else _BOTH.get(short))
    detail = gettext("Le paramètre « format » vaut %(names)s ou html.", names=", ".join(NAMES))
    raise ProblemError(400, detail)


def served(wanted: ResultFormat) -> tuple[str | None, str | None]:
    """Return the media types to serialise solutions and graphs in; 406 where none will do."""
    if wanted.solutions is None and wanted.triples is None:
        types = ", ".join((*SOLUTIONS, *GRAPH))
        raise ProblemError(406, gettext("Les réponses se servent en %(types)s.", types=types))
    return wanted.solutions, wanted.triples and ALIASES.get(wanted.triples, wanted.triples)


def question_of(operation: Operation, solutions: str | None, triples: str | None) -> Question:
    """Return a question; ProblemError (400) if there is none, TooComplexError as `caps`."""
    text = operation.query or ""
    if not text.strip():
        raise ProblemError(400, gettext("La requête est vide."))
    check(text)
    return Question(text, solutions, triples, operation.default_graphs, operation.named_graphs)
