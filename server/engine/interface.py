"""The interface of an engine, and the values that pass through it.

The site's own queries go through `select`, `construct` and `ask`: they are files of `queries/`,
their parameters are bound as terms. A stranger's text goes through `run` and nothing else, and
only values that can be sent to another process (`Question`) or streamed from it (`Frames`) cross
there, so that an engine is free to evaluate it elsewhere.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pyoxigraph as ox

from queries import Query
from server.engine.errors import EngineError

__all__ = [
    "Answer",
    "AsyncFrames",
    "Bound",
    "Engine",
    "Form",
    "Frames",
    "Question",
    "Row",
    "Streamed",
    "Tables",
    "Term",
    "Whole",
]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Bound = ox.NamedNode | ox.Literal
"""What a parameter of a query may be."""
Form = Literal["select", "ask", "graph"]


@dataclass(frozen=True)
class Row:
    """One solution: the terms bound, by variable name."""

    terms: Mapping[str, Term]

    def iri(self, name: str) -> str:
        """Return the IRI bound to a variable; ValueError if it is unbound or no IRI."""
        term = self.terms.get(name)
        if not isinstance(term, ox.NamedNode):
            raise ValueError(f"?{name} : {term} n'est pas un IRI")
        return term.value

    def optional_iri(self, name: str) -> str | None:
        """Return the IRI bound to a variable, None if it is unbound or no IRI."""
        term = self.terms.get(name)
        return term.value if isinstance(term, ox.NamedNode) else None

    def text(self, name: str) -> str:
        """Return the lexical form bound to a variable, empty if it is unbound."""
        term = self.terms.get(name)
        if term is None or isinstance(term, ox.Triple):
            return "" if term is None else str(term)
        return term.value

    def number(self, name: str) -> float | None:
        """Return the number bound to a variable, None if it is unbound or not a number."""
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def truth(self, name: str) -> bool:
        """Return whether a variable is bound to true, which some engines write 1."""
        return self.text(name) in ("true", "1")

    def count(self, name: str) -> int:
        """Return the integer bound to a variable; 0 if it is unbound."""
        return int(self.text(name) or 0)


@dataclass(frozen=True)
class Question:
    """A stranger's query.

    `solutions` and `triples` are the media types to serialise solutions and graphs in, None where
    the client accepts none. No `default_graphs` and no `named_graphs`: the dataset of the release;
    else exactly these graphs, whatever FROM says. `graph` names the graph that its triples are of,
    for the formats that can say so. `calls`: its SERVICE clauses were judged, and may be followed,
    on behalf of `client`. `page`: its solutions are typed rows, so many left out before so many,
    and counted; its triples are counted; `preface` is the JSON that is said before rows.
    """

    text: str
    solutions: str | None
    triples: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    graph: str = ""
    calls: bool = False
    client: str = ""
    page: tuple[int, int] | None = None
    preface: str = "{}"


class Frames(Protocol):
    """The bytes of an answer, in pieces. `close` may come at any time and stops the evaluation."""

    def __iter__(self) -> Iterator[bytes]:
        """Return the iterator itself."""

    def __next__(self) -> bytes:
        """Return the next piece; EngineError if the evaluation broke off."""

    def close(self) -> None:
        """Give the answer up."""


class AsyncFrames(Protocol):
    """Frames that are awaited, on the event loop that they come to."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Return the iterator itself."""

    async def __anext__(self) -> bytes:
        """Return the next piece; EngineError if the evaluation broke off."""

    def close(self) -> None:
        """Give the answer up."""


class Whole:
    """An answer that is all there."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._rest = [body]

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """Return the body, once."""
        if not self._rest:
            raise StopIteration
        return self._rest.pop()

    def close(self) -> None:
        """Do nothing: nothing is under way."""


@dataclass(frozen=True)
class Answer:
    """A result whose first bytes are known to be good: what comes before them was raised.

    `warnings` are what went wrong, or slowly, without making it fail.
    """

    form: Form
    media_type: str
    frames: Frames
    warnings: tuple[EngineError, ...] = ()


@dataclass(frozen=True)
class Streamed:
    """An answer whose first bytes are known to be good: all of it, or frames that are awaited.

    `total` is how many rows or triples there are, where the question has them counted; `warnings`
    as those of `Answer`.
    """

    form: Form
    media_type: str
    body: bytes | AsyncFrames
    total: int | None = None
    warnings: tuple[EngineError, ...] = ()


class Tables(Protocol):
    """What was reckoned of a dataset once and for all, in tables that are read by key."""

    def rows(self, statement: str, *parameters: str | int) -> list[Any]:
        """Return what a SELECT of SQL finds."""


class Engine(Protocol):
    """A queryable dataset. `terms` are the query's declared parameters, no more and no less."""

    tables: Tables

    def select(self, query: Query, **terms: ox.NamedNode | ox.Literal) -> list[Row]:
        """Return all solutions, in order."""

    def ask(self, query: Query, **terms: ox.NamedNode | ox.Literal) -> bool:
        """Return the answer to an ASK query."""

    def triples(self, query: Query, **terms: ox.NamedNode | ox.Literal) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, in the order of their N-Triples."""

    def check_answerable(self, question: Question) -> None:
        """Raise RefusedQueryError where a stranger's query would have a wrong answer."""

    def state(self) -> dict[str, Any]:
        """Return who has the graph, as operators are told; EngineError where it does not answer."""
