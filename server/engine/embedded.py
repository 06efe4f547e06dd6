"""Embedded engine: pyoxigraph in this process, over a store opened for reading."""

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from queries import Query
from server.engine.evaluation import Results
from server.engine.interface import Bound, Form, Question, Tables
from server.engine.site_engine import SiteEngine

__all__ = ["EmbeddedEngine"]


class NoTables:
    """The tables of a dataset of which nothing was reckoned: its queries are evaluated."""

    def rows(self, _statement: str, *_parameters: str | int) -> list[Any]:
        """Return nothing."""
        return []


class EmbeddedEngine(SiteEngine):
    """The site's own queries, on a store and on the tables of what was reckoned of it."""

    def __init__(self, store: ox.Store, tables: Tables | None = None) -> None:
        super().__init__(tables or NoTables())
        self._store = store

    def check_answerable(self, _question: Question) -> None:
        """Do nothing: what others lack is what this engine has."""

    def state(self) -> dict[str, Any]:
        """Return that the graph is here."""
        return {"kind": "embedded"}

    def _evaluated(self, query: Query, terms: Mapping[str, Bound], _form: Form) -> Results:
        substitutions: dict[ox.Variable, Bound | ox.BlankNode | ox.Triple] = {
            ox.Variable(param.name): terms[param.name]
            for param in query.params
            if not param.example
        }
        text = query.bound({name: [str(term)] for name, term in terms.items()})
        return self._store.query(text, substitutions=substitutions)
