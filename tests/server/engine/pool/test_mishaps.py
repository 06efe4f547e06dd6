"""What goes wrong around a pool: nobody is kept waiting, and nothing else ends."""

import asyncio
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from server.engine import BrokenWorkerError, BusyError, DeadlineError, EngineError
from server.engine.pool.forker import Forker
from server.engine.pool.limits import Conditions
from server.engine.pool.packets import Packet, PacketKind, pack_json, send, socket_pair
from server.engine.pool.queue import Task
from server.engine.pool.worker_channel import Worker
from tests.server.engine.pool.asking import CROSS, Asking, body, eventually, question
from tests.server.engine.pool.conftest import LIMITS

ENDLESS = question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
PLAIN = question("ASK {}")


def answers(pool: Asking, release: Path) -> bool:
    try:
        return "true" in body(pool.ask(PLAIN, release, "test"))
    except EngineError:
        return False


def kill(processes: list[psutil.Process]) -> None:
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(processes, 2)


def test_killed_workers_are_replaced(own: Asking, release: Path) -> None:
    for _ in range(5):
        kill(own.workers())
        eventually(lambda: answers(own, release))
    eventually(lambda: len(own.workers()) == 2)


def test_a_worker_found_dead_fails_no_question(own: Asking, release: Path) -> None:
    for _ in range(5):
        kill(own.workers())
        assert answers(own, release)


def test_an_answer_that_nobody_reads_or_closes_is_ended(own: Asking, release: Path) -> None:
    unread = own.ask(ENDLESS, release, "test", 0.5)
    eventually(lambda: own.figures()["running"] == 0, 5)
    with pytest.raises(DeadlineError):
        body(unread)
    eventually(lambda: answers(own, release))


def test_a_worker_whose_process_cannot_be_told_is_given_up() -> None:
    """As where this process has no number left for a file: it must not be taken for ready."""
    heard: list[object] = []

    class Silent:
        def __init__(self) -> None:
            self.loop = asyncio.get_running_loop()

        def hear(self, worker: Worker, packet: Packet | None) -> None:
            heard.append(packet)
            worker.close()

        def abandon(self, task: Task) -> None:
            raise AssertionError

    async def work() -> None:
        ours, theirs = socket_pair()
        with theirs:
            Worker(Silent(), Path(), ours, 60)
            send(theirs, PacketKind.READY, b"1")
            await asyncio.sleep(0.05)

    asyncio.run(work())
    assert heard == [None]


def test_a_fork_that_fails_is_one_worker_less(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise BlockingIOError("pas de processus")

    forker = Forker(Conditions(LIMITS, "disk", {}))
    try:
        monkeypatch.setattr("os.fork", fail)
        with forker.connect() as connection:
            ours, theirs = socket_pair()
            said = pack_json({"release": "/nowhere", "broker": ""})
            with ours:
                with theirs:
                    socket.send_fds(connection, [said], [theirs.fileno()])
                forker.run(iter([True, False]).__next__)
                assert ours.recv(1) == b""
    finally:
        forker.leave()


def test_a_worker_killed_at_work_is_the_failure_of_one_question(own: Asking, release: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(own.ask, question(CROSS), release, "test")
        eventually(lambda: own.figures()["running"] == 1)
        kill(own.workers())
        with pytest.raises(BrokenWorkerError):
            asked.result(timeout=5)
    eventually(lambda: answers(own, release))


def test_a_worker_killed_between_two_frames_breaks_its_answer_off(
    own: Asking, release: Path
) -> None:
    answer = own.ask(ENDLESS, release, "test")
    next(answer.frames)
    kill(own.workers())
    with pytest.raises(BrokenWorkerError):
        body(answer)
    eventually(lambda: answers(own, release))


def test_a_suspended_worker_is_ended_at_the_deadline(own: Asking, release: Path) -> None:
    for worker in own.workers():
        worker.suspend()
    with pytest.raises(DeadlineError):
        own.ask(PLAIN, release, "test", 0.5)
    eventually(lambda: answers(own, release), 6)


def test_a_forker_that_is_killed_is_replaced(own: Asking, release: Path) -> None:
    before, workers = own.forker, own.workers()
    before.kill()
    before.wait(5)
    psutil.wait_procs(workers, 5)
    assert not any(each.is_running() for each in workers)
    eventually(lambda: answers(own, release), 10)
    assert own.forker != before


def test_while_a_forker_is_suspended_workers_go_on(own: Asking, release: Path) -> None:
    own.forker.suspend()
    try:
        assert all(answers(own, release) for _ in range(20))
    finally:
        own.forker.resume()


def test_a_pool_that_is_closed_leaves_no_process(release: Path) -> None:
    with Asking(LIMITS) as pool:
        pool.prepare(release)
        family = [pool.forker, *pool.workers()]
        with pytest.raises(DeadlineError):
            pool.ask(question(CROSS), release, "test", 0.3)
    _, left = psutil.wait_procs(family, 5)
    assert left == []


def test_a_worker_ends_with_who_asked_it(own: Asking, release: Path) -> None:
    """However hard it works: the process that it works for may be killed."""
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(own.ask, question(CROSS), release, "test", 4.0)
        eventually(lambda: own.figures()["running"] == 1)
        workers = own.workers()
        own.pool.wait_for(_shut(own))
        _, left = psutil.wait_procs(workers, 3)
        with pytest.raises(EngineError):
            asked.result(timeout=5)
    assert left == []


async def _shut(own: Asking) -> None:
    """Close our ends of the sockets of all workers, as the death of this process would."""
    pool = own.pool._pool
    assert pool is not None
    for crew in pool._crews:
        for worker in crew.workers:
            worker._channel.shutdown(2)


def test_while_one_takes_long_the_others_do_not_wait_for_it(own: Asking, release: Path) -> None:
    with ThreadPoolExecutor(4) as executor:
        heavy = [
            executor.submit(own.ask, question(CROSS), release, f"heavy {n}", 2.0) for n in range(4)
        ]
        eventually(lambda: own.figures()["running"] >= 2)
        time.sleep(0.5)
        for _ in range(20):
            began = time.monotonic()
            assert answers(own, release)
            assert time.monotonic() - began < 1
        for each in heavy:
            with pytest.raises((DeadlineError, BusyError)):
                each.result()


def test_one_too_many_waits_for_its_turn_and_is_answered(own: Asking, release: Path) -> None:
    with ThreadPoolExecutor(4) as executor:
        heavy = [
            executor.submit(own.ask, question(CROSS), release, f"heavy {n}", 1.0) for n in range(2)
        ]
        eventually(lambda: own.figures()["running"] == 2)
        time.sleep(0.4)
        late = executor.submit(own.ask, question(CROSS), release, "late", 0.5)
        with pytest.raises(DeadlineError):
            late.result(timeout=5)
        for each in heavy:
            with pytest.raises(DeadlineError):
                each.result()


def test_no_long_answer_is_cut_because_others_are_sent(release: Path) -> None:
    """Nor because a query of another client takes long: those held back come after."""
    rows = 20_000
    cross = "?s <http://e/many> ?o . ?t <http://e/many> ?u"
    long = question(f"SELECT ?s ?o ?u {{ {cross} }} LIMIT {rows}")
    patient = replace(LIMITS, workers=2, wait=60, seconds=30)
    with Asking(patient) as own, ThreadPoolExecutor(9) as executor:
        own.prepare(release)
        heavy = executor.submit(own.ask, question(CROSS), release, "heavy", 4.0)
        eventually(lambda: own.figures()["running"] == 1)
        read = [executor.submit(lambda: body(own.ask(long, release, "many"))) for _ in range(8)]
        counts = [each.result(timeout=60).count('"s":') for each in read]
        assert counts == [rows] * 8
        with pytest.raises(DeadlineError):
            heavy.result()


def test_many_questions_of_a_client_make_no_other_wait_for_all(own: Asking, release: Path) -> None:
    order: list[str] = []
    some = "{ SELECT * { ?t <http://e/many> ?u } LIMIT 40 }"
    slow = question(f"SELECT (COUNT(*) AS ?n) {{ ?s <http://e/many> ?o {some} }}")

    def asks(client: str) -> None:
        body(own.ask(slow, release, client))
        order.append(client)

    with ThreadPoolExecutor(9) as executor:
        many = [executor.submit(asks, "many") for _ in range(8)]
        eventually(lambda: own.figures()["waiting"] >= 5)
        one = executor.submit(asks, "one")
        for each in (*many, one):
            each.result(timeout=10)
    assert order.index("one") < len(order) - 1


def test_long_texts_go_to_a_worker_whole(own: Asking, release: Path) -> None:
    text = f"ASK {{ }} # {'x' * 200_000}"
    assert "true" in body(own.ask(question(text), release, "test"))


def test_a_blocked_loop_delays_a_kill_and_no_more(own: Asking, release: Path) -> None:
    """The processor time of a worker is bounded by the system, should nobody end it."""
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(own.ask, question(CROSS), release, "test", 0.5)
        eventually(lambda: own.figures()["running"] == 1)
        loop = own.pool._loop
        assert loop is not None
        loop.call_soon_threadsafe(time.sleep, 1.5)
        with pytest.raises(DeadlineError):
            asked.result(timeout=5)
    assert answers(own, release)
    bounds = [worker.rlimit(psutil.RLIMIT_CPU)[0] for worker in own.workers()]
    assert any(0 < bound <= 20 for bound in bounds)


def test_workers_that_nobody_can_fork_are_waited_for(own: Asking, release: Path) -> None:
    os.kill(own.forker.pid, signal.SIGSTOP)
    kill(own.workers())
    with pytest.raises(BusyError):
        own.ask(PLAIN, release, "test")
    os.kill(own.forker.pid, signal.SIGCONT)
    eventually(lambda: answers(own, release), 10)
