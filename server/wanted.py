"""In which form a client wants the answer to a query, before it is known what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext

from server.engine.formats import ALIASES, GRAPH, NAMES, SOLUTIONS, SYNONYMS
from server.negotiate import choose, parse
from server.problem import ProblemError

__all__ = ["HTML", "Wanted", "by_accept", "by_name"]

HTML = "text/html"
_TRIPLES = (*GRAPH, *ALIASES)
_BOTH = {"json": "application/ld+json", "xml": "application/rdf+xml"}
"""Names of a format of solutions that clients use for graphs as well."""


@dataclass(frozen=True)
class Wanted:
    """The media types for solutions and for graphs, None where none will do; or a page."""

    solutions: str | None
    triples: str | None
    page: bool = False


def by_accept(accept: Iterable[str]) -> Wanted:
    """Return what Accept headers prefer."""
    return _by_headers(tuple(accept))


@lru_cache(1024)
def _by_headers(headers: tuple[str, ...]) -> Wanted:
    preferred = choose(headers, (*SOLUTIONS, *_TRIPLES, HTML))
    return Wanted(
        choose(headers, tuple(SOLUTIONS)), choose(headers, _TRIPLES), page=preferred == HTML
    )


def by_name(names: Iterable[str]) -> Wanted:
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
            return Wanted(None, None, page=True)
        if media_type := NAMES.get(short):
            solutions = media_type if media_type in SOLUTIONS else None
            return Wanted(solutions, media_type if not solutions else _BOTH.get(short))
    detail = gettext("Le paramètre « format » vaut %(names)s ou html.", names=", ".join(NAMES))
    raise ProblemError(400, detail)
