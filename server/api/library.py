"""Query library: each query of ``queries/api/`` as a typed object, which every door is made from.

A door asks `library` for what there is, `judge` (`server.api.parameters`) for what a client's
values mean, and `LibraryQuery.text` for the SPARQL to evaluate: a file more is a query more, behind
all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import pyoxigraph as ox

from ontology import base, prefixes
from queries import Param, Query, find, folder
from server.engine import Engine
from server.engine.interface import Bound
from server.releases.cached import CachedByRelease

__all__ = ["LibraryQuery", "Listed", "QueryForm", "library", "namespace_of", "values_of"]

QueryForm = Literal["select", "construct", "ask"]


@dataclass(frozen=True)
class LibraryQuery:
    """A query of the library. Titles, tags, meanings and bounds are those of its `query`.

    `name` is the last segment of its address; `columns` are those of a SELECT, in order.
    """

    name: str
    query: Query
    form: QueryForm
    columns: tuple[str, ...]

    @property
    def params(self) -> tuple[Param, ...]:
        """Its parameters, all of which a client must give."""
        return self.query.params

    def text(self, terms: Mapping[str, Sequence[Bound]]) -> str:
        """Return the SPARQL to evaluate: the query with terms bound, by parameter."""
        return self.query.bound({name: [*map(str, each)] for name, each in terms.items()})


@cache
def library() -> Mapping[str, LibraryQuery]:
    """Return every query of the library by its name, sorted."""
    return MappingProxyType({name: _read(name, query) for name, query in folder("api").items()})


def _read(name: str, query: Query) -> LibraryQuery:
    """Return a query with its form and its columns, which an empty store tells."""
    found = ox.Store().query(query.body, base_iri=base())
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return LibraryQuery(name, query, "select", columns)
    return LibraryQuery(
        name, query, "ask" if isinstance(found, ox.QueryBoolean) else "construct", ()
    )


@dataclass(frozen=True)
class Listed:
    """A value of a closed list of the graph: its IRI, and its name by language."""

    iri: str
    labels: Mapping[str, str]


def namespace_of(param: Param) -> str:
    """Return the namespace of the values of a parameter: that of its example, empty if none."""
    prefix, colon, _ = param.example.partition(" ")[0].partition(":")
    return prefixes()[prefix] if colon else ""


def _read_values(engine: Engine, name: str) -> tuple[Listed, ...]:
    found: dict[str, dict[str, str]] = {}
    for row in engine.select(find("ask/values"), one=ox.NamedNode(name)):
        label = row.terms["label"]
        assert isinstance(label, ox.Literal)
        found.setdefault(row.iri("value"), {})[label.language or ""] = label.value
    return tuple(Listed(iri, labels) for iri, labels in found.items())


_values = CachedByRelease(_read_values)


def values_of(param: Param, engine: Engine) -> tuple[Listed, ...]:
    """Return the values that a release has for a parameter, in order; none if it is no list."""
    if not param.enumerated:
        return ()
    _, _, code = param.example.partition(" ")[0].partition(":")
    return _values(engine, namespace_of(param) + code)
