"""Cutting a long VALUES: the parts, put together, answer what the whole does, or there are none."""

from collections import Counter

import pyoxigraph as ox
import pytest

from server.engine.federation.value_blocks import BLOCK, blocks

COUNT = 2 * BLOCK + 7
TERMS = ("<http://x/{}>", '"{}"', '"a}}\\"({}) "@fr', '"{}"^^<http://x/t>', "UNDEF")
ROWS = " ".join(f"( {TERMS[0].format(i)} {TERMS[i % 5].format(i)} ) " for i in range(COUNT))
VALUES = f"VALUES ( ?s ?v ) {{ {ROWS.replace(')  (', ') (')} }}"
LINEAR = [
    f"BASE <http://b/>\nSELECT * WHERE {{ {VALUES} ?s <http://x/p> ?o . }}",
    f"SELECT * WHERE {{ {VALUES} ?s <http://x/p> ?o . }}",
    f"SELECT * WHERE {{ ?s <http://x/p> ?o . {VALUES} }}",
    f"SELECT * WHERE {{ {VALUES} OPTIONAL {{ ?s <http://x/p> ?o . }} FILTER(!(?o = 3)) }}",
    f"SELECT * WHERE {{ {VALUES} MINUS {{ ?s <http://x/p> 4 . }} BIND(STR(?s) AS ?t) }}",
    f"SELECT * WHERE {{ {VALUES} {{ ?s <http://x/p> ?o . }} UNION {{ ?s <http://x/q> ?o . }} }}",
    f"SELECT * WHERE {{ {VALUES} {{SELECT * WHERE {{ ?s <http://x/p> ?o . }} LIMIT 3}} }}",
    f"SELECT * WHERE {{ {VALUES} FILTER(EXISTS {{ ?s <http://x/p> ?z . }}) }}",
]
OTHER = [
    f"SELECT DISTINCT * WHERE {{ {VALUES} ?s <http://x/p> ?o . }}",
    f"SELECT * WHERE {{ {VALUES} ?s <http://x/p> ?o . }} LIMIT 60",
    f"SELECT * WHERE {{ {VALUES} }} ORDER BY ASC(?s) LIMIT 1",
    f"SELECT ?n WHERE {{ {{SELECT (COUNT(?o) AS ?n) WHERE {{ {VALUES} ?s ?p ?o . }}}} }}",
    f"SELECT * WHERE {{ {{ {VALUES} }} UNION {{ ?s <http://x/p> ?o . }} }}",
    f"SELECT * WHERE {{ ?a <http://x/p> ?o . MINUS {{ {VALUES} }} }}",
    f"SELECT * WHERE {{ ?s <http://x/p> ?o . OPTIONAL {{ {VALUES} }} }}",
    f'SELECT * WHERE {{ ?s ?p "{VALUES.replace(chr(34), "").replace(chr(92), "")}" . }}',
    "SELECT * WHERE { VALUES ( ?s ) { ( <http://x/1> )  } ?s ?p ?o . }",
    "SELECT * WHERE { VALUES ( ?s ) { ( << <http://x/1> <http://x/2> 3 >> )  } }",
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Give things, some of which have a ``p`` and a ``q``."""
    found = ox.Store()
    for number in range(0, 2 * COUNT, 3):
        thing = ox.NamedNode(f"http://x/{number}")
        for name in "pq"[: 1 + number % 2]:
            predicate = ox.NamedNode(f"http://x/{name}")
            found.add(ox.Quad(thing, predicate, ox.Literal(number % 7)))
    return found


def rows(store: ox.Store, text: str) -> Counter[str]:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    names = sorted(variable.value for variable in found.variables)
    return Counter(str([(name, row[name]) for name in names]) for row in found)


@pytest.mark.parametrize("text", LINEAR)
def test_the_blocks_have_the_rows_of_the_whole(store: ox.Store, text: str) -> None:
    parts = blocks(text)
    assert len(parts) == 3
    assert all(part.count("( <http://x/") <= BLOCK for part in parts)
    assert sum((rows(store, part) for part in parts), Counter()) == rows(store, text)


@pytest.mark.parametrize("text", OTHER)
def test_what_may_not_be_cut_is_left_whole(text: str) -> None:
    assert blocks(text) == [text]
