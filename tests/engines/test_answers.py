"""Every query has the same answer from every engine, but for the differences that are told."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pyoxigraph as ox

from ontology import base
from queries import Query, folder
from server.engine.embedded import EmbeddedEngine, NoTables
from server.engine.errors import EngineError
from server.engine.remote.address import RemoteAddress
from server.engine.remote.binding import words_of
from server.engine.remote.capabilities import failing, questions
from server.engine.remote.differences import dialects
from server.engine.remote.remote_engine import RemoteEngine, remote_graph
from server.engine.site_engine import SiteEngine
from tests.queries.test_queries import SUBJECTS

MORE = {"one": SUBJECTS["iri"], "parent": SUBJECTS["iri"], "property": ["ontology#formation"]}
BITS = "Un booléen calculé est 1 ou 0"
BOOLEAN = re.compile(
    r'"(true|false|1|0)"\^\^<http://www.w3.org/2001/XMLSchema#(?:boolean|integer)>'
)
ASKED = ("api", "ask", "browse", "discovery", "explore", "graph", "see")
"""Folders of what a server asks of the engine of its release; the loader asks the others."""


def asked() -> Iterator[tuple[Query, dict[str, ox.NamedNode]]]:
    """Yield each query with what its open parameters may be; the others have their examples."""
    subjects = SUBJECTS | MORE
    for name in ASKED:
        for query in folder(name).values():
            names = [param.name for param in query.params if not param.example]
            own = tuple(param for param in query.params if not param.example)
            for values in product(*(subjects[name] for name in names)):
                iris = [value if "://" in value else base() + value for value in values]
                terms = dict(zip(names, map(ox.NamedNode, iris), strict=True))
                yield replace(query, params=own), terms


def answer(engine: SiteEngine, query: Query, terms: dict[str, ox.NamedNode]) -> object:
    words = words_of(query.body)
    if "ASK" in words:
        return engine.ask(query, **terms)
    if "CONSTRUCT" in words:
        return {str(triple) for triple in engine.triples(query, **terms)}
    rows = engine.select(query, **terms)
    return Counter(
        str(sorted((name, str(term)) for name, term in row.terms.items())) for row in rows
    )


def with_bits(found: object) -> object:
    """Return an answer with each boolean as what it means, however it is written."""
    if not isinstance(found, Counter):
        return found
    meant = Counter[str]()
    for row, count in found.items():
        meant[BOOLEAN.sub(lambda one: str(one[1] in ("true", "1")), row)] += count
    return meant


def test_every_query_has_the_answer_of_the_embedded_engine(
    engine: str, remote: RemoteAddress, store: ox.Store
) -> None:
    own = EmbeddedEngine(store)
    other = RemoteEngine(remote_graph(remote, store, 30), NoTables())
    differing, otherwise = dict[str, tuple[object, object]](), set[str]()
    for query, terms in asked():
        try:
            found = answer(other, query, terms)
        except EngineError as error:
            found = str(error)
        if found != (expected := answer(own, query, terms)):
            differing[query.name] = expected, found
            if with_bits(found) != with_bits(expected):
                otherwise.add(query.name)
    assert differing.keys() == {
        name for each in dialects()[engine].differences for name in each.queries
    }
    bits = [each for each in dialects()[engine].differences if each.what == BITS]
    assert [name for each in bits for name in each.queries if name in otherwise] == []


def test_what_it_lacks_is_told(engine: str, remote: RemoteAddress, store: ox.Store) -> None:
    found = failing(remote_graph(remote, store, 30), store, questions())
    assert [each for each in found if each.is_grave] == []
    told = {name for each in dialects()[engine].differences for name in each.checks}
    assert {each.query.name for each in found} == told
