"""Capabilities of a remote engine, checked with the data of the release that it is to answer from.

Each query of `queries/engine/`, and of the library, is asked of the store of the release and of the
endpoint, and must have the same answer: what an engine says it can do proves nothing. Which release
it has comes first: with another, or no endpoint there, the others are not asked. Those tagged
``pages`` are what pages rest on; without them nothing is served. The others are what strangers may
ask besides: where the answer is another, a query is refused that is one of them, or says a word
among their tags.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyoxigraph as ox

from ontology import base
from queries import Query, find, folder
from server.engine.errors import RefusedQueryError, WrongAnswerError, worded
from server.engine.evaluation import Results
from server.engine.interface import Form, Tables
from server.engine.remote.address import RemoteAddress
from server.engine.remote.remote_engine import DATASET, RemoteEngine, RemoteGraph, remote_graph

__all__ = ["Failing", "checked", "failing", "questions"]

_MOST: Final = 120
"""Characters of a row that is told."""
_PAGES: Final = "pages"
_RELEASE: Final = f"{base()}graph/release"
"""The graph that a query asks whose dataset is said beside its text."""
_BOOLEAN: Final = re.compile(r'"(true|false)"\^\^<http://www\.w3\.org/2001/XMLSchema#boolean>')
_SECONDS: Final = 30.0
"""Seconds in which an endpoint must answer a page, and each query of the check."""
_UNFIT: Final = worded("Le moteur distant ne peut répondre pour cette release. %(reason)s")


@dataclass(frozen=True)
class Failing:
    """A query whose answer is another: what it is about, what was expected, and what came."""

    query: Query
    expected: str
    found: str

    @property
    def is_grave(self) -> bool:
        """Whether pages would be wrong."""
        return _PAGES in self.query.tags

    def __str__(self) -> str:
        return f"{self.query.title} : {self.expected} attendu, {self.found} reçu"


def checked(address: RemoteAddress, store: ox.Store, tables: Tables) -> RemoteEngine:
    """Return the engine at an address, for the release of a store and of tables.

    WrongAnswerError where pages would be wrong, other EngineError where it does not answer.
    """
    graph = remote_graph(address, store, _SECONDS)
    _refuse(failing(graph, store, [find("engine/release")]))
    found = failing(graph, store, questions())
    _refuse(found)
    return RemoteEngine(graph, tables, [each.query for each in found])


def questions() -> list[Query]:
    """Return the queries of the check."""
    return [*folder("engine").values(), *folder("api").values()]


def _refuse(found: Iterable[Failing]) -> None:
    if grave := [each for each in found if each.is_grave]:
        raise WrongAnswerError(_UNFIT, reason=" ; ".join(map(str, grave)))


def failing(graph: RemoteGraph, store: ox.Store, queries: Iterable[Query]) -> list[Failing]:
    """Return the queries that an endpoint answers otherwise than the store of the release.

    UnreachableError, DeadlineError and BusyError where it does not answer at all.
    """
    found = list[Failing]()
    for query in queries:
        graphs = (_RELEASE,) if DATASET in query.tags else ()
        results = store.query(query.text, default_graph=[*map(ox.NamedNode, graphs)] or None)
        form: Form = "graph" if isinstance(results, ox.QueryTriples) else "select"
        form = "ask" if isinstance(results, ox.QueryBoolean) else form
        counted = partial(_counted, loosely=query.name.startswith("api/"))
        expected = counted(results)
        try:
            answered = counted(graph.whole(query.text, form, graphs))
        except (RefusedQueryError, WrongAnswerError) as error:
            found.append(Failing(query, _said(expected), str(error)))
            continue
        if answered != expected:
            missing, more = expected - answered, answered - expected
            found.append(Failing(query, _said(missing), _said(more)))
    return found


def _counted(results: Results, loosely: bool) -> Counter[str]:
    """Return how often each row, or triple, is there, whatever their order.

    `loosely`: a boolean is the number that stands for it with some engines.
    """
    if isinstance(results, ox.QueryBoolean):
        return Counter([str(bool(results)).lower()])
    if isinstance(results, ox.QuerySolutions):
        rows = (" ".join("-" if term is None else str(term) for term in row) for row in results)
        return Counter(_BOOLEAN.sub(_number, row) if loosely else row for row in rows)
    return Counter(map(str, results))


def _number(boolean: "re.Match[str]") -> str:
    return str(ox.Literal(int(boolean[1] == "true")))


def _said(rows: Counter[str]) -> str:
    """Return some rows in a few words."""
    if not rows:
        return "rien de plus"
    first = min(rows)
    more = f" et {len(rows) - 1} autres" if len(rows) > 1 else ""
    return f"« {first[:_MOST]} »{more}"
