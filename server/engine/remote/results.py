"""Results of a remote engine, read as they come and made what our own engine would say."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, cast

import pyoxigraph as ox

from server.engine.errors import WrongAnswerError, worded
from server.engine.evaluation import Results
from server.engine.interface import Form, Term
from server.engine.remote.client import fill

__all__ = ["ACCEPT", "results_in", "term_of"]

ACCEPT: Final[dict[Form, str]] = {
    "select": "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    "ask": "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    "graph": "application/n-triples, text/turtle;q=0.5",
}
_SOLUTIONS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
_DECIMAL: Final = "http://www.w3.org/2001/XMLSchema#decimal"
_TRUE, _FALSE = ox.Literal(True), ox.Literal(False)
_NODE: Final = "nodeID://"
_BEYOND: Final = "after the end of the bindings array"
"""What pyoxigraph says of more JSON once all rows are there: Comunica adds figures of its own."""
_READING: Final = 1 << 16
_NO_RESULTS: Final = worded("Le moteur distant répond en %(type)s, qui n'est pas une réponse.")
_UNREADABLE: Final = worded("La réponse du moteur distant ne peut être lue : %(reason)s.")


def results_in(file: io.BufferedIOBase, media_type: str, form: Form) -> Results:
    """Return the results that a file holds, to be read on this thread.

    Triples are given once each, as our engine does. WrongAnswerError where it holds no such thing;
    reading on may raise any EngineError.
    """
    if media_type not in (_GRAPHS if form == "graph" else _SOLUTIONS):
        raise WrongAnswerError(_NO_RESULTS, type=media_type[:80] or "?")
    readable = cast("IO[bytes]", file)
    if form == "graph":
        return _triples(readable, _GRAPHS[media_type])
    with _worded():
        results = ox.parse_query_results(readable, _SOLUTIONS[media_type])
    if form == "ask":
        return _boolean(results)
    if not isinstance(results, ox.QuerySolutions):
        raise WrongAnswerError(_UNREADABLE, reason=type(results).__name__)
    return _normal(results)


def term_of(term: Term) -> Term:
    """Return a term as our engine writes it.

    A boolean by its name, a decimal without the zeros that say nothing, a blank node as one.
    """
    if isinstance(term, ox.NamedNode) and term.value.startswith(_NODE):
        return ox.BlankNode(term.value.removeprefix(_NODE))
    if isinstance(term, ox.Literal):
        value, kind = term.value, term.datatype
        if value in ("0", "1") and kind.value == _BOOLEAN:
            return (_FALSE, _TRUE)[int(value)]
        if value.endswith("0") and "." in value and kind.value == _DECIMAL:
            return ox.Literal(value.rstrip("0").rstrip("."), datatype=kind)
    return term


def _boolean(results: ox.QuerySolutions | ox.QueryBoolean) -> ox.QueryBoolean:
    """Return a boolean, or what a row of one column, or none, says instead, as Virtuoso does."""
    if isinstance(results, ox.QueryBoolean):
        return results
    with _worded():
        said = [str(getattr(term, "value", term)) for row in results for term in row]
    if said not in ([], ["0"], ["1"]):
        raise WrongAnswerError(_UNREADABLE, reason=type(results).__name__)
    held = b'{"head":{},"boolean":%s}' % (b"true" if said == ["1"] else b"false")
    found = ox.parse_query_results(held, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)
    return found


def _normal(solutions: ox.QuerySolutions) -> ox.QuerySolutions:
    lines = cast("IO[bytes]", io.BufferedReader(_Lines(solutions), _READING))
    read = ox.parse_query_results(lines, ox.QueryResultsFormat.TSV)
    assert isinstance(read, ox.QuerySolutions)
    return read


class _Lines(io.RawIOBase):
    """Solutions as a file of TSV: what pyoxigraph reads again, and serialises as its own."""

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self._solutions = solutions
        self._rest = "\t".join(map(str, solutions.variables)).encode() + b"\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        if not self._rest:
            solution = self._next()
            if solution is None:
                return 0
            said = ("" if term is None else str(term_of(term)) for term in solution)
            self._rest = "\t".join(said).encode() + b"\n"
        size, self._rest = fill(buffer, self._rest)
        return size

    def _next(self) -> ox.QuerySolution | None:
        with _worded():
            try:
                return next(self._solutions, None)
            except SyntaxError as error:
                if _BEYOND in str(error):
                    return None
                raise


def _triples(file: "IO[bytes]", kind: ox.RdfFormat) -> Iterator[ox.Triple]:
    known = set[ox.Triple]()
    with _worded():
        for quad in ox.parse(file, kind):
            if quad.triple not in known:
                known.add(quad.triple)
                yield quad.triple


@contextmanager
def _worded() -> Iterator[None]:
    """Say what pyoxigraph finds wrong with an answer; what broke it off goes through as it is."""
    try:
        yield
    except (OSError, SyntaxError, ValueError) as error:
        raise WrongAnswerError(_UNREADABLE, reason=str(error)[:200]) from None
