"""Embedded engine: pyoxigraph in this process, over a store opened for reading."""

from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from queries import Query
from server.engine.evaluation import Results
from server.engine.interface import Bound, Row, Tables

__all__ = ["EmbeddedEngine"]

_ANSWER: Final = """
SELECT solutions FROM queries JOIN answers ON queries.id = answers.query WHERE text = ? AND term = ?
"""


class NoTables:
    """The tables of a dataset of which nothing was reckoned: its queries are evaluated."""

    def rows(self, _statement: str, *_parameters: str | int) -> list[Any]:
        """Return nothing."""
        return []


class EmbeddedEngine:
    """The site's own queries, on a store and on the tables of what was reckoned of it."""

    def __init__(self, store: ox.Store, tables: Tables | None = None) -> None:
        self.tables: Tables = tables or NoTables()
        self._store = store

    def select(self, query: Query, **terms: Bound) -> list[Row]:
        """Return all solutions, in order: those that the tables have, else it is evaluated."""
        solutions = self._known(query, terms) or self._query(query, terms)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError(f"{query.name} n'est pas un SELECT")
        names = [variable.value for variable in solutions.variables]
        return [
            Row(
                {name: term for name, term in zip(names, solution, strict=True) if term is not None}
            )
            for solution in solutions
        ]

    def ask(self, query: Query, **terms: Bound) -> bool:
        """Return the answer to an ASK query."""
        return bool(self._query(query, terms))

    def triples(self, query: Query, **terms: Bound) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, in the order of their N-Triples."""
        found = self._query(query, terms)
        if not isinstance(found, ox.QueryTriples):
            raise TypeError(f"{query.name} n'est pas un CONSTRUCT")
        return sorted(found, key=lambda triple: f"{triple} .")

    def _known(self, query: Query, terms: Mapping[str, Bound]) -> Results | None:
        """Return the answer that the tables have to a query that is asked of one thing, or none."""
        asked = [term.value for term in terms.values() if isinstance(term, ox.NamedNode)]
        if len(terms) > 1 or len(asked) < len(terms):
            return None
        found = self.tables.rows(_ANSWER, query.text, *(asked or [""]))
        return ox.parse_query_results(found[0][0], ox.QueryResultsFormat.TSV) if found else None

    def _query(self, query: Query, terms: Mapping[str, Bound]) -> Results:
        if terms.keys() != {param.name for param in query.params}:
            raise TypeError(f"{query.name} attend {query.params}, pas {sorted(terms)}")
        substitutions: dict[ox.Variable, Bound | ox.BlankNode | ox.Triple] = {
            ox.Variable(param.name): terms[param.name]
            for param in query.params
            if not param.example
        }
        text = query.bound({name: [str(term)] for name, term in terms.items()})
        return self._store.query(text, substitutions=substitutions)
