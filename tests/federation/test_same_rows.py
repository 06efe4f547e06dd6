"""Questions that call peers, and the same questions of one store that has it all: the same rows."""

from contextlib import suppress

import pytest

from queries import Query, folder
from server.engine.federation.service_refusal import services
from tests.federation.laboratory import Laboratory
from tests.federation.peers import MARCHE

pytestmark = pytest.mark.corpus

QUERIES = folder("federation")
OF_MARKET = {
    name: query for name, query in QUERIES.items() if set(services(query.text)) == {MARCHE.endpoint}
}
CODES = ("K1706", "A1203", "D1101", "H1206", "M1605", "I1203", "J1506", "K2107")


def many(query: Query) -> str:
    """Return a question with many codes in place of its example, where it takes some."""
    iris = [f"<https://w3id.org/metiers-graphe/id/rome/v3/{code}>" for code in CODES]
    with suppress(StopIteration):
        param = next(param for param in query.params if param.many and param.name == "code")
        return query.bound({param.name: iris})
    return query.body


@pytest.mark.parametrize("query", OF_MARKET.values(), ids=lambda query: query.name)
def test_one_peer_answers_as_one_store_would(market: Laboratory, query: Query) -> None:
    for text in (query.body, many(query)):
        rows = market.federated(text)
        assert rows == market.together(text)
        assert rows


@pytest.mark.federation
@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_three_peers_answer_as_one_store_would(neighbours: Laboratory, query: Query) -> None:
    rows = neighbours.federated(query.body)
    assert rows == neighbours.together(query.body)


@pytest.mark.federation
@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_so_they_do_beside_all_sources(all_sources: Laboratory, query: Query) -> None:
    for text in (query.body, many(query)):
        rows = all_sources.federated(text)
        assert rows == all_sources.together(text)
        assert rows


def test_there_are_enough_questions() -> None:
    assert len(QUERIES) >= 10
    peers = [set(services(query.text)) for query in QUERIES.values()]
    assert max(map(len, peers)) == 3
