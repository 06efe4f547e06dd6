"""The queries that must return no row, asked of a store that was just built."""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from loader.validation import Finding
from queries import find, folder

_SHOWN = 20
"""Rows of one check that are told; one is enough to be wrong."""


_HOMELESS = "hors_graphe"
"""The check that the pass over the lines has made already: as a query it takes a minute."""


def run_checks(store: Store, homeless: Sequence[str] = ()) -> Iterator[Finding]:
    """Yield a violation a row that `queries/checks` find; none is the answer that is expected.

    `homeless` are the triples of the view that the dump found in no named graph.
    """
    for triple in homeless:
        yield Finding("Violation", f"checks/{_HOMELESS}", triple, find(f"checks/{_HOMELESS}").title)
    for name, query in folder("checks").items():
        if name == _HOMELESS:
            continue
        solutions = store.query(query.text)
        assert isinstance(solutions, QuerySolutions)
        for _, solution in zip(range(_SHOWN), solutions, strict=False):
            values = [value for value in solution if isinstance(value, NamedNode | Literal)]
            focus = values[0].value if values else ""
            yield Finding("Violation", f"checks/{name}", focus, query.title)
