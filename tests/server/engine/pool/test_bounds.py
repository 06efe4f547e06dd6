import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from server.engine import (
    BrokenWorkerError,
    BudgetError,
    BusyError,
    DeadlineError,
    EngineError,
    Question,
    TooLargeError,
)
from server.engine.pool.pool import PoolError
from server.gateway.wsgi import Call
from tests.server.engine.pool.asking import (
    CROSS,
    JSON,
    NT,
    Ask,
    Asking,
    body,
    eventually,
    question,
    write_store,
)
from tests.server.engine.pool.conftest import LIMITS

BOMBS = {
    "cross product": CROSS,
    "path that matches everything": "SELECT * { ?s (<u:a>|!<u:a>)* ?o . ?t (<u:a>|!<u:a>)* ?u }",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "order of what is distinct": "SELECT DISTINCT ?c ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "doubles of millions": "SELECT DISTINCT ?b { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?b",
    "doubling": "SELECT ?z { ?s <http://e/n> ?n "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)).replace(
        "CONCAT(?x0, ?x0)", 'CONCAT("aaaaaaaaaaaaaaaa", "b")'
    )
    + " BIND(STRLEN(?x40) AS ?z) }",
    "regex": 'ASK { ?s <http://e/many> ?o FILTER REGEX(?o, "(\\\\w{1,200}){1,200}y") }',
    "nesting": "SELECT * {" + "{" * 4000 + "}" * 4000 + "}",
    "not exists": "SELECT * {" + "FILTER NOT EXISTS {" * 1500 + "}" * 1500 + "}",
    "sum": "SELECT (" + "+".join("1" * 9000) + " AS ?x) {}",
    "patterns": "SELECT * {" + "".join(f"?s{n} ?p{n} ?s{n + 1} ." for n in range(400)) + "}",
    "optionals": "SELECT * {"
    + "".join(f"OPTIONAL {{ ?s <u:{n}> ?o{n} }}" for n in range(1500))
    + "}",
    "long path": "SELECT * { ?s " + "/".join(["<http://e/p>"] * 2000) + " ?o }",
    "group": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_after_a_bomb_an_answer_comes_at_once(pool: Asking, release: Path, bomb: str) -> None:
    began = time.monotonic()
    with suppress(DeadlineError, BrokenWorkerError, TooLargeError):
        body(pool.ask(question(bomb), release, "bomber", 1.0))
    assert time.monotonic() - began < 4
    began = time.monotonic()
    assert "true" in body(pool.ask(question("ASK {}"), release, "bomber"))
    assert time.monotonic() - began < 2


def test_a_client_may_ask_for_less_time(pool: Asking, release: Path) -> None:
    began = time.monotonic()
    with pytest.raises(DeadlineError, match=r"0\.2 s"):
        pool.ask(question(CROSS), release, "hasty", 0.2)
    assert time.monotonic() - began < 1


def test_an_answer_cut_in_the_middle_is_no_answer(pool: Asking, release: Path) -> None:
    cross = question("SELECT * { ?s <http://e/many> ?o . ?t <http://e/many> ?u }")
    answer = pool.ask(cross, release, "reader", 1.0)
    with pytest.raises((DeadlineError, TooLargeError)):
        body(answer)


def test_an_answer_has_only_so_many_rows(ask: Ask) -> None:
    union = " UNION ".join(["{ ?s <http://e/many> ?o }"] * 30)
    answer = ask(Question(f"SELECT ?s {{ {union} }}", "text/csv", None))
    with pytest.raises(TooLargeError, match="100000 lignes"):
        body(answer)


def test_a_client_that_leaves_ends_its_query(pool: Asking, release: Path) -> None:
    cross = Question("SELECT * { ?s <http://e/many> ?o . ?t <http://e/many> ?u }", JSON, NT)
    answer = pool.ask(cross, release, "leaver")
    assert next(answer.frames)
    answer.frames.close()
    eventually(lambda: pool.figures()["running"] == 0, 0.5)


def test_a_wait_can_be_ended_from_outside(pool: Asking, release: Path) -> None:
    call = Call()
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(pool.ask, question(CROSS), release, "leaver", None, call)
        eventually(lambda: pool.figures()["running"] == 1)
        call.leave()
        with pytest.raises(BusyError):
            asked.result(timeout=1)
    eventually(lambda: pool.figures()["running"] == 0)


def test_one_client_does_not_hold_every_worker(pool: Asking, release: Path) -> None:
    with ThreadPoolExecutor(6) as executor:
        greedy = [
            executor.submit(pool.ask, question(CROSS), release, "greedy", 1.0) for _ in range(6)
        ]
        eventually(lambda: pool.figures()["running"] == 3)
        began = time.monotonic()
        assert "true" in body(pool.ask(question("ASK {}"), release, "modest"))
        assert time.monotonic() - began < 0.9
        for each in greedy:
            with pytest.raises((DeadlineError, BusyError)):
                each.result()


def test_who_waits_too_long_is_told_to_come_back(pool: Asking, release: Path) -> None:
    with ThreadPoolExecutor(24) as executor:
        asked = [
            executor.submit(pool.ask, question(CROSS), release, f"client {n}", 2.0)
            for n in range(24)
        ]
        errors = [each.exception() for each in asked]
    busy = [each for each in errors if isinstance(each, BusyError)]
    assert len(busy) >= 4
    assert all(each.retry >= 1 for each in busy)
    assert {type(each) for each in errors} == {BusyError, DeadlineError}


def test_a_minute_has_only_so_many_seconds(release: Path) -> None:
    with Asking(replace(LIMITS, budget=0.3)) as pool:
        with pytest.raises(DeadlineError):
            pool.ask(question(CROSS), release, "spender", 0.4)
        with pytest.raises(BudgetError) as told:
            pool.ask(question("ASK {}"), release, "spender")
        assert 50 < told.value.retry <= 60
        assert body(pool.ask(question("ASK {}"), release, "saver"))


def test_what_is_brief_uses_a_budget_up_too(release: Path) -> None:
    brief = question("SELECT * { ?s ?p ?o } LIMIT 500")

    def ask_many(pool: Asking) -> None:
        for _ in range(1000):
            body(pool.ask(brief, release, "many"))

    with Asking(replace(LIMITS, budget=0.05)) as pool, pytest.raises(BudgetError):
        ask_many(pool)


def test_a_worker_that_has_to_be_killed_is_dear(release: Path) -> None:
    def ask_often(pool: Asking) -> None:
        for _ in range(20):
            with suppress(DeadlineError):
                pool.ask(question(CROSS), release, "storm", 0.005)

    with Asking(replace(LIMITS, budget=0.5)) as pool, pytest.raises(BudgetError):
        ask_often(pool)


def test_a_release_that_cannot_be_opened_is_said(pool: Asking, tmp_path: Path) -> None:
    with pytest.raises(PoolError, match="ne peut l'ouvrir"):
        pool.prepare(tmp_path)


def test_another_release_answers_for_itself(ask: Ask, pool: Asking, tmp_path: Path) -> None:
    other = write_store(tmp_path)
    pool.prepare(other)
    assert "true" in body(pool.ask(question("ASK { <http://e/a> ?p ?o }"), other, "test"))
    assert "true" in body(ask(question("ASK { <http://e/a> ?p ?o }")))


def test_a_release_that_is_let_go_leaves_no_process(
    own: Asking, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PoolError):
        own.prepare(tmp_path)
    monkeypatch.setattr("server.engine.pool.crews._LINGER", 0.0)
    other = write_store(tmp_path)
    own.prepare(other)
    assert "true" in body(own.ask(question("ASK {}"), other, "test"))
    eventually(lambda: len(own.workers()) == 2, 7)
    assert all(each.status() != psutil.STATUS_ZOMBIE for each in own.workers())


def test_no_query_reaches_the_network(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        with pytest.raises(EngineError):
            body(ask(question(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")))
        with pytest.raises(TimeoutError):
            canary.accept()
