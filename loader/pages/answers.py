"""Answers of a release to the queries that pages ask: each reckoned once, in the TSV of SPARQL.

They are kept under the text of the query, so that one that has changed since is evaluated.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, Store, Variable

from queries import Query, find, folder

__all__ = ["answers_of_metiers", "answers_without_term", "asked_queries"]

_FOLDERS: Final = ("ask", "browse", "discovery", "explore", "quiz", "see")
_TO_FILL_IN: Final = "explore/choix"
"""The one query of these that is never asked as it is written."""
_OF_A_METIER: Final = (
    "browse/metier_appellations", "browse/metier_etudes", "browse/metier_formations",
    "browse/metier_identity", "browse/metier_items", "browse/metier_links",
    "browse/metier_passages", "browse/metier_rome", "browse/metier_salaires",
    "browse/metier_sources", "browse/liens", "browse/publications", "api/metier_transitions",
)  # fmt: skip
"""What the page of a métier asks, its hand-out, and a comparison with others."""

Answers = Iterator[tuple[Query, str, str]]
"""A query, the IRI that it is asked of if it is of one, and its solutions."""


def asked_queries() -> list[Query]:
    """Return the queries that are answered."""
    return [*_without_parameter(), *_of_a_metier()]


def answers_without_term(store: Store) -> Answers:
    """Yield the answers to the queries without parameter: each has one, as the release lasts."""
    for query in _without_parameter():
        yield query, "", _solutions(store, query)


def answers_of_metiers(store: Store, metiers: Iterable[str]) -> Answers:
    """Yield what the pages of each métier ask."""
    queries = _of_a_metier()
    for metier in metiers:
        for query in queries:
            yield query, metier, _solutions(store, query, NamedNode(metier))


def _without_parameter() -> list[Query]:
    return [
        query
        for name in _FOLDERS
        for query in folder(name).values()
        if not query.params and query.name != _TO_FILL_IN
    ]


def _of_a_metier() -> list[Query]:
    return [find(name) for name in _OF_A_METIER]


def _solutions(store: Store, query: Query, *terms: NamedNode) -> str:
    bound = [*zip(query.params, terms, strict=True)]
    found = store.query(
        query.bound({param.name: [str(term)] for param, term in bound}),
        substitutions={Variable(param.name): term for param, term in bound if not param.example},
    )
    assert isinstance(found, QuerySolutions)
    return (found.serialize(format=QueryResultsFormat.TSV) or b"").decode()
