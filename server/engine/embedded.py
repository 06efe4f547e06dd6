"""Embedded engine: pyoxigraph in this process, over a store opened for reading."""

from collections.abc import Mapping

import pyoxigraph as ox

from queries import Query
from server.engine.evaluation import Results
from server.engine.interface import Answer, Row
from server.engine.streaming import stream

__all__ = ["EmbeddedEngine"]

Bound = ox.NamedNode | ox.Literal


class EmbeddedEngine:
    """The site's own queries, on a store; `prefixes` are for the serialisations that use them."""

    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._prefixes = dict(prefixes)

    def select(self, query: Query, **terms: Bound) -> list[Row]:
        """Return all solutions, in order."""
        solutions = self._query(query, terms)
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

    def construct(self, query: Query, media_type: str, **terms: Bound) -> Answer:
        """Return the triples of a CONSTRUCT query, serialised."""
        return stream(lambda: self._query(query, terms), None, media_type, self._prefixes)

    def _query(self, query: Query, terms: Mapping[str, Bound]) -> Results:
        if terms.keys() != {param.name for param in query.params}:
            raise TypeError(f"{query.name} attend {query.params}, pas {sorted(terms)}")
        substitutions: dict[ox.Variable, Bound | ox.BlankNode | ox.Triple] = {
            ox.Variable(name): term for name, term in terms.items()
        }
        return self._store.query(query.text, substitutions=substitutions)
