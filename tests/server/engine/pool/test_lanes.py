"""Lanes, on a real supervisor: what is brief goes by them, what is not is watched all the same."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.engine import Answer, BrokenWorkerError, DeadlineError, Question, UnreadableQueryError
from server.engine.pool import lanes as lanes_module
from server.engine.pool.client import PacketFrames, Pool
from server.engine.pool.lanes import Lanes
from server.engine.pool.process import SupervisorProcess
from server.gateway.streaming import packet_pieces
from tests.server.engine.pool.asking import CROSS, body, question, write_store

PLAIN = question("ASK {}")
MANY = question("SELECT * { ?s <http://e/many> ?o }")
Run = Callable[[Callable[["Asker"], Awaitable[None]]], None]


class Stays:
    """A client that leaves when it is told to."""

    source: socket.socket | None = None

    def wait_on(self, source: socket.socket) -> None:
        self.source = source

    def stop_waiting(self) -> None:
        self.source = None


class Asker:
    """Asks by the lane of one release."""

    def __init__(self, lanes: Lanes, release: Path) -> None:
        self.lanes, self.release = lanes, release

    async def __call__(
        self,
        asked: Question,
        client: str = "client",
        seconds: float | None = None,
        waiter: Stays | None = None,
    ) -> Answer | None:
        return await self.lanes.ask(asked, self.release, client, seconds, waiter or Stays())

    async def read(self, asked: Question) -> bytes:
        answer = await self(asked)
        assert answer is not None
        if not isinstance(answer.frames, PacketFrames):
            return b"".join(answer.frames)
        return b"".join([piece async for piece in packet_pieces(answer.frames, 1 << 20)])


@pytest.fixture
def run(pool: Pool, release: Path) -> Run:
    def run(work: Callable[[Asker], Awaitable[None]]) -> None:
        async def within() -> None:
            lanes = Lanes(pool.path, 8)
            try:
                await work(Asker(lanes, release))
            finally:
                lanes.close()

        asyncio.run(within())

    return run


def counted(pool: Pool, name: str) -> int:
    return int(pool.figures().get(name, 0))


def until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 3
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_brief_questions_follow_each_other_on_one_worker(run: Run, pool: Pool) -> None:
    async def work(ask: Asker) -> None:
        await ask.read(PLAIN)
        workers = counted(pool, "workers")
        answers = await asyncio.gather(*(ask.read(PLAIN) for _ in range(8)))
        assert all(b"true" in answer for answer in answers)
        assert counted(pool, "workers") == workers

    run(work)


def test_what_is_brief_is_counted_afterwards(run: Run, pool: Pool) -> None:
    async def work(ask: Asker) -> None:
        before = counted(pool, "questions"), counted(pool, "answered")
        for _ in range(3):
            await ask.read(PLAIN)
        assert (counted(pool, "questions"), counted(pool, "answered")) == before
        await asyncio.sleep(0.8)
        assert (counted(pool, "questions"), counted(pool, "answered")) == (
            before[0] + 3,
            before[1] + 3,
        )

    run(work)


def test_an_error_is_the_answer_of_one_question_only(run: Run) -> None:
    async def work(ask: Asker) -> None:
        with pytest.raises(UnreadableQueryError):
            await ask(question("SELECT"))
        assert b"true" in await ask.read(PLAIN)

    run(work)


def test_a_long_answer_comes_in_pieces_and_the_lane_serves_on(run: Run, pool: Pool) -> None:
    async def work(ask: Asker) -> None:
        await ask.read(PLAIN)
        workers = counted(pool, "workers")
        for _ in range(3):
            assert (await ask.read(MANY)).count(b'"o"') == 5001
        assert b"true" in await ask.read(PLAIN)
        assert counted(pool, "workers") == workers

    run(work)


def test_an_answer_given_up_takes_its_lane_along_and_no_more(run: Run) -> None:
    async def work(ask: Asker) -> None:
        answer = await ask(MANY)
        assert answer is not None
        answer.frames.close()
        assert b"true" in await ask.read(PLAIN)

    run(work)


def test_a_question_that_is_not_brief_has_its_deadline(run: Run) -> None:
    async def work(ask: Asker) -> None:
        began = time.monotonic()
        with pytest.raises(DeadlineError, match=r"0\.4 s"):
            await ask(question(CROSS), seconds=0.4)
        assert time.monotonic() - began < 1.5
        assert b"true" in await ask.read(PLAIN)

    run(work)


def test_while_one_takes_long_the_others_do_not_wait_for_it(run: Run) -> None:
    async def work(ask: Asker) -> None:
        heavy = asyncio.ensure_future(ask(question(CROSS), "bomber", 1.0))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        assert b"true" in await ask.read(PLAIN)
        assert time.monotonic() - began < 0.5
        with pytest.raises(DeadlineError):
            await heavy

    run(work)


def test_a_client_with_a_question_under_way_is_sent_to_the_pool(run: Run) -> None:
    async def work(ask: Asker) -> None:
        heavy = asyncio.ensure_future(ask(question(CROSS), "bomber", 0.6))
        await asyncio.sleep(0.2)
        assert await ask(PLAIN, "bomber") is None
        with pytest.raises(DeadlineError):
            await heavy
        assert await ask(PLAIN, "bomber") is not None

    run(work)


def test_where_the_pool_is_full_a_question_that_is_not_brief_is_asked_again(
    run: Run, pool: Pool, release: Path
) -> None:
    async def work(ask: Asker) -> None:
        loop = asyncio.get_running_loop()
        held = [
            loop.run_in_executor(None, pool.ask, question(CROSS), release, f"other{n}", 1.0)
            for n in range(4)
        ]
        assert await loop.run_in_executor(None, until, lambda: counted(pool, "running") == 4)
        assert await ask(question(CROSS), "late") is None
        for each in held:
            with pytest.raises(DeadlineError):
                await each

    run(work)


def test_a_worker_that_dies_is_the_failure_of_one_question(run: Run) -> None:
    doubling = "SELECT ?z { BIND('ab' AS ?x0) " + " ".join(
        f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)
    )

    async def work(ask: Asker) -> None:
        with pytest.raises(BrokenWorkerError):
            await ask(question(doubling + " BIND(STRLEN(?x40) AS ?z) }"))
        assert b"true" in await ask.read(PLAIN)

    run(work)


def test_a_client_that_leaves_ends_its_question(run: Run, pool: Pool) -> None:
    async def work(ask: Asker) -> None:
        leaver = Stays()
        heavy = asyncio.ensure_future(ask(question(CROSS), "leaver", 4.0, leaver))
        await asyncio.sleep(0.3)
        assert leaver.source is not None
        leaver.source.shutdown(socket.SHUT_RDWR)
        assert await heavy is None
        assert until(lambda: counted(pool, "running") == 0)

    run(work)


def test_a_question_given_up_from_within_ends_as_well(run: Run, pool: Pool) -> None:
    async def work(ask: Asker) -> None:
        heavy = asyncio.ensure_future(ask(question(CROSS), "leaver", 4.0))
        await asyncio.sleep(0.3)
        heavy.cancel()
        with pytest.raises(asyncio.CancelledError):
            await heavy
        assert until(lambda: counted(pool, "running") == 0)
        assert b"true" in await ask.read(PLAIN)

    run(work)


def test_a_text_of_several_packets_is_for_the_pool(run: Run) -> None:
    async def work(ask: Asker) -> None:
        assert await ask(question("ASK {} #" + "x" * 70_000)) is None

    run(work)


def test_another_release_has_a_lane_of_its_own(run: Run, pool: Pool, tmp_path: Path) -> None:
    other = write_store(tmp_path)
    pool.prepare(other)

    async def work(ask: Asker) -> None:
        assert b"true" in await ask.read(PLAIN)
        ask.release = other
        assert b"true" in await ask.read(PLAIN)
        assert (await ask.read(MANY)).count(b'"o"') == 5001

    run(work)


def test_a_lane_that_nobody_uses_is_given_back(
    run: Run, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "_IDLE", 0.5)

    async def work(ask: Asker) -> None:
        await ask.read(PLAIN)
        (lane,) = [ask.lanes._lane]
        assert lane is not None
        await asyncio.sleep(2)
        assert lane.closed
        assert b"true" in await ask.read(PLAIN)

    run(work)


@pytest.fixture
def other(release: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SupervisorProcess]:
    monkeypatch.setenv("METIERS_BUDGET", "0.2")
    with SupervisorProcess() as process:
        pool = Pool(process.path, 8)
        pool.prepare(release)
        pool.close()
        yield process


def test_brief_questions_use_up_a_budget_too(other: SupervisorProcess, release: Path) -> None:
    slow = question("SELECT (COUNT(*) AS ?n) { ?s <http://e/many> ?o FILTER REGEX(?o, 'y') }")

    async def work() -> None:
        lanes = Lanes(other.path, 8)
        ask = Asker(lanes, release)
        deadline = time.monotonic() + 8
        while await ask(slow) is not None:
            assert time.monotonic() < deadline
        assert await ask(PLAIN, "someone else") is not None
        lanes.close()

    asyncio.run(work())


def test_a_lost_supervisor_is_found_again(other: SupervisorProcess, release: Path) -> None:
    async def work() -> None:
        lanes = Lanes(other.path, 8)
        ask = Asker(lanes, release)
        assert await ask(PLAIN) is not None
        lost = other.pid
        psutil.Process(lost).kill()
        deadline = time.monotonic() + 8
        while other.pid == lost or await ask(PLAIN) is None:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        lanes.close()

    asyncio.run(work())


def test_the_pool_and_the_lanes_answer_alike(run: Run, pool: Pool, release: Path) -> None:
    async def work(ask: Asker) -> None:
        for asked in (PLAIN, question("SELECT * { ?s <http://e/p> ?o } ORDER BY ?s")):
            theirs = await asyncio.to_thread(pool.ask, asked, release, "c")
            assert (await ask.read(asked)).decode() == body(theirs)

    run(work)
