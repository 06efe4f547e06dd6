"""VALUES in each group says what a substitution does, for every query and thing it may be of."""

from collections import Counter

import pyoxigraph as ox
import pytest

from queries import Query, parse
from server.engine.embedded import EmbeddedEngine
from server.engine.remote.binding import bound, words_of
from tests.engines.test_answers import asked
from tests.queries.conftest import store

__all__ = ["store"]

OPEN = [(query, terms) for query, terms in asked() if terms]


def _comparable(results: object) -> object:
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if isinstance(results, ox.QuerySolutions):
        names = [variable.value for variable in results.variables]
        return names, Counter(tuple(map(str, row)) for row in results)
    assert isinstance(results, ox.QueryTriples)
    return {str(triple) for triple in results}


def test_it_is_a_substitution(store: ox.Store) -> None:
    assert len(OPEN) > 800
    engine = EmbeddedEngine(store)
    for query, terms in OPEN:
        substituted = engine._evaluated(query, terms, "select")
        assert _comparable(store.query(bound(query, terms))) == _comparable(substituted), query.name


def _query(body: str) -> Query:
    return parse("x/y", f"#+ title: X\n#+ params: ?iri iri\n{body}")


@pytest.mark.parametrize(
    ("body", "groups"),
    [
        ("SELECT ?iri { ?iri ?p ?o }", 1),
        ("SELECT ?iri { { ?iri ?p ?o } UNION { ?s ?p ?iri } }", 3),
        ("SELECT ?iri { ?s ?p ?o OPTIONAL { ?o ?p ?x } }", 1),
        ("SELECT ?iri { { SELECT ?iri { ?iri ?p ?o } LIMIT 2 } }", 2),
        ("CONSTRUCT { ?iri ?p ?o } WHERE { ?iri ?p ?o }", 1),
        ("SELECT ?iri { VALUES ?p { <urn:p> } ?iri ?p ?o }", 1),
        ('SELECT ?iri { ?iri ?p "{ ?iri", <urn:?iri{> } # { ?iri', 1),
    ],
)
def test_each_group_that_speaks_of_it_has_a_clause(body: str, groups: int) -> None:
    text = bound(_query(body), {"iri": ox.NamedNode("urn:x")})
    assert text.count("VALUES ?iri { <urn:x> }") == groups


def test_a_term_is_written_by_the_engine() -> None:
    hostile = ox.Literal('" } INSERT { ?iri')
    text = bound(_query("SELECT ?iri { ?s ?p ?iri }"), {"iri": hostile})
    assert 'VALUES ?iri { "\\" } INSERT { ?iri" }' in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * FROM <x:FROM> { GRAPH ?g {} }", {"SELECT", "FROM", "GRAPH"}),
        ('SELECT * { ?from ex:FROM "FROM" } # FROM', {"SELECT"}),
        ("ASK { ?s ?p \"\"\"a\"FROM\"\"\" , '''b'FROM''' }", {"ASK"}),
        ("ASK { ?s ex:a/ex:b|(ex:c?/a)/^ex:d ?o }", {"ASK", "A"}),
        ("SELECT (?a/?b AS ?c) {}", {"SELECT", "AS", "/"}),
        ("SELECT (5 / 2 AS ?c) {}", {"SELECT", "AS", "/"}),
        ("SELECT (SUM(?a)/COUNT(?b) AS ?c) {}", {"SELECT", "SUM", "COUNT", "AS", "/"}),
    ],
)
def test_words_are_those_of_the_language(text: str, words: set[str]) -> None:
    assert words_of(text) == words
