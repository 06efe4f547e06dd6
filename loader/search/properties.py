"""Properties of things: what reconciliation compares with what is given, and adds to a table.

Each is a query of `queries/reconciliation`, whose solutions are a thing (`chose`) and a value
(`valeur`): a literal, or something with a label (`libelle`), perhaps a code (`code`).
"""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store

from ontology.words import tokens
from queries import Query, folder

__all__ = ["write_properties"]

_SCHEMA: Final = """
CREATE TABLE property_values (id INTEGER PRIMARY KEY, iri TEXT, text TEXT, code TEXT, key TEXT);
CREATE TABLE properties (
  property TEXT, thing INTEGER, value INTEGER, PRIMARY KEY (property, thing, value)
) WITHOUT ROWID;
"""
"""`iri` is empty for a literal; `key` has the words of the text in one, as codes are compared."""
_INDEXES: Final = """
CREATE INDEX values_by_key ON property_values (key);
CREATE INDEX values_by_code ON property_values (code) WHERE code != '';
CREATE INDEX things_by_value ON properties (property, value);
"""

_Value = tuple[str, str, str]


def write_properties(
    connection: sqlite3.Connection, store: Store, numbers: Mapping[str, int]
) -> None:
    """Write the properties of the things that have a number."""
    known: dict[_Value, int] = {}
    found: set[tuple[str, int, int]] = set()
    for name, query in folder("reconciliation").items():
        for iri, value in _solutions(store, query):
            if iri in numbers:
                found.add((name, numbers[iri], known.setdefault(value, len(known) + 1)))
    connection.executescript(_SCHEMA)
    connection.executemany(
        "INSERT INTO property_values VALUES (?, ?, ?, ?, ?)",
        (
            (number, iri, text, code, "".join(tokens(text)))
            for (iri, text, code), number in known.items()
        ),
    )
    connection.executemany("INSERT INTO properties VALUES (?, ?, ?)", sorted(found))
    connection.executescript(_INDEXES)


def _solutions(store: Store, query: Query) -> Iterator[tuple[str, _Value]]:
    """Yield things and their values, in an order that the store does not choose."""
    solutions = store.query(query.text)
    assert isinstance(solutions, QuerySolutions)
    has_label = any(variable.value == "libelle" for variable in solutions.variables)
    yield from sorted(
        (solution["chose"].value, _value(solution, has_label)) for solution in solutions
    )


def _value(solution: QuerySolution, has_label: bool) -> _Value:
    value = solution["valeur"]
    iri = value.value if isinstance(value, NamedNode) else ""
    label = solution["libelle"] if has_label else None
    code = solution["code"] if has_label else None
    return iri, label.value if label else value.value, code.value if code else ""
