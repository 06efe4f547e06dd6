"""The queries that must return no row, asked of a store that was just built."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from loader.validation import Finding
from queries import folder

_SHOWN = 20
"""Rows of one check that are told; one is enough to be wrong."""


def run_checks(store: Store) -> Iterator[Finding]:
    """Yield a violation a row that `queries/checks` find; none is the answer that is expected."""
    for name, query in folder("checks").items():
        solutions = store.query(query.text)
        assert isinstance(solutions, QuerySolutions)
        for _, solution in zip(range(_SHOWN), solutions, strict=False):
            values = [value for value in solution if isinstance(value, NamedNode | Literal)]
            focus = values[0].value if values else ""
            yield Finding("Violation", f"checks/{name}", focus, query.title)
