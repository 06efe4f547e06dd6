"""Engine of the site's own queries: what the tables of a release have, and else an evaluation."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from queries import Query
from server.engine.evaluation import Results
from server.engine.interface import Bound, Form, Row, Tables

__all__ = ["SiteEngine"]

_ANSWER: Final = """
SELECT solutions FROM queries JOIN answers ON queries.id = answers.query WHERE text = ? AND term = ?
"""


class SiteEngine:
    """Asks the tables, then `_evaluated`, which is what engines differ in."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def select(self, query: Query, **terms: Bound) -> list[Row]:
        """Return all solutions, in order: those that the tables have, else it is evaluated."""
        solutions = self._known(query, terms) or self._asked(query, terms, "select")
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
        return bool(self._asked(query, terms, "ask"))

    def triples(self, query: Query, **terms: Bound) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, in the order of their N-Triples."""
        found = self._asked(query, terms, "graph")
        if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
            raise TypeError(f"{query.name} n'est pas un CONSTRUCT")
        return sorted(found, key=lambda triple: f"{triple} .")

    def _known(self, query: Query, terms: Mapping[str, Bound]) -> Results | None:
        """Return the answer that the tables have to a query that is asked of one thing, or none."""
        asked = [term.value for term in terms.values() if isinstance(term, ox.NamedNode)]
        if len(terms) > 1 or len(asked) < len(terms):
            return None
        found = self.tables.rows(_ANSWER, query.text, *(asked or [""]))
        return ox.parse_query_results(found[0][0], ox.QueryResultsFormat.TSV) if found else None

    def _asked(self, query: Query, terms: Mapping[str, Bound], form: Form) -> Results:
        if terms.keys() != {param.name for param in query.params}:
            raise TypeError(f"{query.name} attend {query.params}, pas {sorted(terms)}")
        return self._evaluated(query, terms, form)

    def _evaluated(self, query: Query, terms: Mapping[str, Bound], form: Form) -> Results:
        """Return the results of a query, all of its parameters bound."""
        raise NotImplementedError
