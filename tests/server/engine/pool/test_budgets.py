from server.engine.pool.budgets import Budgets


def test_what_was_used_a_minute_ago_counts_no_more() -> None:
    budgets = Budgets(10)
    budgets.charge("a", 6, 0)
    assert budgets.wait("a", 1) == 0
    budgets.charge("a", 5, 20)
    assert budgets.wait("a", 21) == 39
    assert budgets.wait("b", 21) == 0
    assert budgets.wait("a", 61) == 0


def test_without_bound_nobody_waits_and_nothing_is_held() -> None:
    budgets = Budgets(0)
    budgets.charge("a", 1000, 0)
    assert budgets.wait("a", 0) == 0


def test_clients_that_ask_no_more_are_forgotten_and_others_are_not() -> None:
    budgets = Budgets(1)
    budgets.charge("old", 2, 0)
    budgets.charge("new", 2, 50)
    budgets.wait("old", 61)
    budgets.forget(61)
    assert budgets.wait("old", 61) == 0
    assert budgets.wait("new", 61) == 49
