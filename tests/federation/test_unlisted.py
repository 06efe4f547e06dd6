"""A server that may call one peer, asked to call others in every spelling: it calls nobody."""

from collections.abc import Iterator

import pytest

from tests.federation.laboratory import Laboratory
from tests.soak.hostile.attack import Attack, faults, send
from tests.soak.hostile.calls import CALLS, PORT
from tests.soak.hostile.canary import Canary

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as listening:
        yield listening


@pytest.mark.parametrize("attack", CALLS, ids=str)
def test_who_is_not_listed_is_not_called(
    market: Laboratory, canary: Canary, attack: Attack
) -> None:
    raw = attack.raw.replace(str(PORT).encode(), str(canary.port).encode())
    assert faults(attack, send(market.address, raw)) == []
    assert canary.calls == []


def test_the_one_that_is_listed_is(market: Laboratory) -> None:
    (endpoint,) = market.endpoints
    assert market.federated(f"SELECT ?s {{ SERVICE <{endpoint}> {{ ?s ?p 5 }} }} LIMIT 1")
