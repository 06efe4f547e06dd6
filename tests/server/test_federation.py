import pytest

from server.federation import calls_elsewhere

CALLS = [
    "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://e/> { ?s ?p ?o } }",
    "SELECT * {SERVICESILENT<http://e/>{?s ?p ?o}}",
    "PREFIX foo: <http://e/> SELECT * {SERVICE:foo{?s ?p ?o}}",
    "PREFIX : <http://e/> SELECT * { SERVICE :a { ?s ?p ?o } }",
    "SELECT * { SERVICE#c\n<http://e/> { ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?x) FILTER(?x = 1SERVICE<http://e/>{}) }",
    "SELECT * { ?s ?p 'x'SERVICE<http://e/>{ ?a ?b ?c } }",
    'SELECT * { ?s ?p "x" SERVICE ?e { ?a ?b ?c } }',
    "SELECT * { ?s ?p trueSERVICE<http://e/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p ?e LATERAL { SERVICE ?e { ?a ?b ?c } } }",
    "SELECT * { FILTER(?a<?b)SERVICE?e{?a ?b ?c} }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:.SERVICE<http://e/>{ ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:a\\# . SERVICE <http://e/> { ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\' ?o . SERVICE <http://e/> { ?a e:b\\' ?c } }",
    'SELECT * { ?s ?p """a"b""" SERVICE <http://e/> { ?a ?b """c""" } }',
    "SELECT * { ?s ?p '''it''s''' . SERVICE <http://e/> { ?a ?b '''c''' } }",
    "SELECT * { ?s ?p '\\\\' . SERVICE <http://e/> { ?a ?b '\\\\' } }",
]
HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?service { ?service ?p ?o }",
    "SELECT $service { $service ?p ?o }",
    "SELECT * { ?s <http://schema.org/Service> ?o }",
    "# SERVICE <http://e/>\nSELECT * { ?s ?p ?o }",
    'SELECT * { ?s ?p "au service de" }',
    "SELECT * { ?s ?p 'l\\'eau, service' }",
    'SELECT * { ?s ?p """un "service" public""" }',
]


@pytest.mark.parametrize("query", CALLS)
def test_a_call_to_another_server_is_seen(query: str) -> None:
    assert calls_elsewhere(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_does_no_harm(query: str) -> None:
    assert not calls_elsewhere(query)
