"""The table is sound; tests/engines holds it to what the engines do."""

from queries import find
from server.engine.remote.differences import dialects
from tests.engines.engines import ENGINES


def test_every_engine_that_is_run_is_in_it() -> None:
    assert dialects().keys() == ENGINES.keys()


def test_what_is_told_can_be_followed() -> None:
    for dialect in dialects().values():
        for each in dialect.differences:
            assert each.what
            assert each.handled in ("normalisé", "refusé", "dit")
            assert each.consequence or each.handled == "normalisé"
            assert all(find(name) for name in (*each.checks, *each.queries))
