"""Findings on a store: what its view breaks of the SHACL shapes, and what `queries/checks` find."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from loader.validation.shape_compiler import ShapeQuery
from queries import Query, folder

_GRAVITIES: Final = ("Violation", "Warning", "Info")

_MOST_ROWS: Final = 20
"""Rows of one check that are told; one is enough to be wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A constraint that a resource does not meet.

    `severity` is `Violation`, `Warning` or `Info`; `shape` is the shape's local name.
    """

    severity: str
    shape: str
    focus: str
    message: str


def judge_shapes(store: Store, queries: Sequence[ShapeQuery]) -> list[Finding]:
    """Return what compiled shapes find in the view of a store, each once, the gravest first.

    As many queries run at once as there are processors: the engine holds no lock of Python's.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = {each for some in pool.map(partial(_judge, store), queries) for each in some}
    return sorted(found, key=lambda each: (_GRAVITIES.index(each.severity), each))


def _judge(store: Store, query: ShapeQuery) -> list[Finding]:
    """Return what one query finds; a thread reads the solutions that it asked for."""
    bound: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {}
    if query.this:
        bound[Variable("this")] = query.this
    solutions = store.query(query.text, substitutions=bound)
    assert isinstance(solutions, QuerySolutions)
    return [_finding(query, solution[query.culprit]) for solution in solutions]


def _finding(query: ShapeQuery, culprit: object) -> Finding:
    assert isinstance(culprit, NamedNode | BlankNode | Literal)
    message = query.message.replace("{?value}", culprit.value)
    return Finding(query.severity, query.shape, culprit.value, message)


def run_checks(
    store: Store, orphan_triples: Sequence[str] = (), blank_triples: Sequence[str] = ()
) -> Iterator[Finding]:
    """Yield a violation a row that `queries/checks` find; none is the answer that is expected.

    Two checks look at every triple of the view, which the dump has done already: what it found in
    no named graph, and with a blank node, stands for their rows. As queries they take a minute.
    """
    by_the_dump = {"hors_graphe": orphan_triples, "noeuds_anonymes": blank_triples}
    for name, query in folder("checks").items():
        for focus in by_the_dump[name] if name in by_the_dump else _rows(store, query):
            yield Finding("Violation", f"checks/{name}", focus, query.title)


def _rows(store: Store, query: Query) -> Iterator[str]:
    """Yield what the first rows of a check are about: the first term of each."""
    solutions = store.query(query.text)
    assert isinstance(solutions, QuerySolutions)
    for solution in islice(solutions, _MOST_ROWS):
        values = [value for value in solution if isinstance(value, NamedNode | Literal)]
        yield values[0].value if values else ""
