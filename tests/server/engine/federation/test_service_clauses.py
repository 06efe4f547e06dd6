import pytest

from server.engine import ForbiddenServiceError
from server.engine.federation.service_refusal import as_graphs, redirected, services

PLAIN = 'SELECT * { service silent <https://a/s> { ?s ?p "SERVICE" } SERVICE <http://b/> {} }'


def test_the_endpoints_of_a_query_are_told_and_replaced() -> None:
    assert services(PLAIN) == ["https://a/s", "http://b/"]
    assert redirected(PLAIN, lambda iri: f"x:{len(iri)}") == PLAIN.replace(
        "https://a/s", "x:11"
    ).replace("http://b/", "x:9")


def test_a_query_that_asks_graphs_in_their_place_calls_nobody() -> None:
    asked = as_graphs(PLAIN)
    assert asked == ('SELECT * { GRAPH <https://a/s> { ?s ?p "SERVICE" } GRAPH <http://b/> {} }')
    assert services(asked) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE ?e {} }",
        "PREFIX a: <http://a/> SELECT * { SERVICE a:b {} }",
        "SELECT * { SERVICE#c\n<http://a/> {} }",
        "SELECT * { 1SERVICE<http://a/>{} }",
        "SELECT * { SERVICESILENT<http://a/>{} }",
        "SELECT * { LATERAL { SERVICE ?e {} } }",
        "SELECT * { SERVICE <http://a/> {} SERVICE:b {} }",
        "SELECT * { SERVICE <a\\u002Fb> {} }",
    ],
)
def test_what_cannot_be_judged_is_refused(query: str) -> None:
    with pytest.raises(ForbiddenServiceError):
        services(query)


def test_a_query_without_the_word_as_code_calls_nothing() -> None:
    assert services('SELECT * { ?service ?p "SERVICE <http://a/> {}" } # SERVICE') == []
