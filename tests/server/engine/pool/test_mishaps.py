"""What goes wrong around a supervisor or a lane: nobody is kept waiting, and nothing else ends."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from server.engine import BrokenWorkerError, BusyError, EngineError
from server.engine.pool import lanes
from server.engine.pool.broods import Broods
from server.engine.pool.client import Pool
from server.engine.pool.lanes import Lanes, TurnFrames
from server.engine.pool.limits import Conditions, QueryLimits
from server.engine.pool.packets import socket_pair
from server.engine.pool.process import SupervisorProcess
from server.engine.pool.tasks import Events, Task
from server.gateway.streaming import packet_pieces
from tests.server.engine.pool.asking import CROSS, body, question
from tests.server.engine.pool.test_lanes import PLAIN, Asker

ENDLESS = question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@pytest.fixture(scope="module")
def own(release: Path) -> Iterator[SupervisorProcess]:
    with SupervisorProcess() as process:
        pool = Pool(process.path, 10)
        pool.prepare(release)
        pool.close()
        yield process


@pytest.fixture
def pool(own: SupervisorProcess) -> Iterator[Pool]:
    pool = Pool(own.path, 10)
    yield pool
    pool.close()


def nursery_of(own: SupervisorProcess) -> psutil.Process:
    (nursery,) = psutil.Process(own.pid).children()
    return nursery


def kill_workers(own: SupervisorProcess) -> None:
    found = nursery_of(own).children()
    for worker in found:
        with suppress(psutil.NoSuchProcess):
            worker.kill()
    psutil.wait_procs(found, 2)  # those of a nursery that is suspended are not waited for


async def read(pieces: AsyncIterator[bytes]) -> None:
    async for _ in pieces:
        pass


def test_a_word_longer_than_a_packet_ends_no_supervisor(
    own: SupervisorProcess, pool: Pool, release: Path
) -> None:
    before = own.pid
    with pytest.raises(BusyError):
        pool.ask(question("ASK {}"), release, "x" * 100_000)
    assert "true" in body(pool.ask(question("ASK {}"), release, "client"))
    assert own.pid == before


def test_a_worker_that_is_found_dead_ends_no_supervisor(
    own: SupervisorProcess, release: Path
) -> None:
    async def work() -> None:
        lanes = Lanes(own.path, 8)
        ask = Asker(lanes, release)
        await ask.read(PLAIN)
        await asyncio.sleep(1)  # until all workers wait
        before = own.pid
        supervisor = psutil.Process(before)
        supervisor.suspend()
        borrowed = lanes._reports.borrow("another", release)
        assert borrowed is not None
        kill_workers(own)
        supervisor.resume()
        answer = None
        with borrowed:
            while answer is None:
                with suppress(BrokenWorkerError):  # what the lane that it had may have said
                    answer = await ask(PLAIN)
                await asyncio.sleep(0.05)
        assert own.pid == before
        lanes.close()

    asyncio.run(work())


def test_a_nursery_that_ends_before_it_has_read_all_ends_no_supervisor(
    own: SupervisorProcess, pool: Pool, release: Path
) -> None:
    before = own.pid
    nursery = nursery_of(own)
    nursery.suspend()
    kill_workers(own)
    time.sleep(0.5)  # until others are asked for
    nursery.kill()
    psutil.wait_procs([nursery])
    assert "true" in body(pool.ask(question("ASK {}"), release, "client"))
    assert own.pid == before


def test_a_lane_of_a_release_that_was_let_go_ends_nothing(tmp_path: Path) -> None:
    ours, theirs = socket_pair()
    with ours, theirs:
        broods = Broods(Events(), Conditions(QueryLimits(), "disk", {}), lambda *_: None)
        broods.end(Task(theirs, "client", tmp_path, 1, 0))


def test_a_question_that_cannot_be_reported_is_the_pools(
    own: SupervisorProcess, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        lanes = Lanes(own.path, 8)
        monkeypatch.setattr(lanes._reports, "promote", lambda _: False)
        async with asyncio.timeout(5):
            assert await Asker(lanes, release)(question(CROSS)) is None
        assert lanes._out == {}
        lanes.close()

    asyncio.run(work())


def test_an_answer_that_cannot_be_reported_is_cut(
    own: SupervisorProcess, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_BRIEF", 60.0)

    async def work() -> None:
        lanes = Lanes(own.path, 8)
        monkeypatch.setattr(lanes._reports, "promote", lambda _: False)
        answer = await Asker(lanes, release)(ENDLESS)
        assert answer is not None
        assert isinstance(answer.frames, TurnFrames)
        asyncio.get_running_loop().call_later(0.1, answer.frames._turn._be_late)
        with pytest.raises(BusyError):
            await asyncio.wait_for(read(packet_pieces(answer.frames, 1 << 30)), 5)
        assert lanes._out == {}
        lanes.close()

    asyncio.run(work())


def test_a_supervisor_that_does_nothing_keeps_nobody_for_ever(
    own: SupervisorProcess, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        lanes = Lanes(own.path, 8)
        monkeypatch.setattr(lanes, "_longest", 0.5)
        supervisor = psutil.Process(own.pid)
        supervisor.suspend()
        try:
            with pytest.raises(BusyError):
                async with asyncio.timeout(5):
                    await Asker(lanes, release)(PLAIN)
        finally:
            supervisor.resume()
        assert lanes._out == {}
        lanes.close()

    asyncio.run(work())


def test_where_no_worker_is_to_be_had_the_pool_is_asked(
    own: SupervisorProcess, release: Path
) -> None:
    async def work() -> None:
        lanes = Lanes(own.path, 8)
        nursery = nursery_of(own)
        nursery.suspend()
        try:
            kill_workers(own)
            await asyncio.sleep(0.5)  # until they are missed
            async with asyncio.timeout(5):
                assert await Asker(lanes, release)(PLAIN) is None
        finally:
            nursery.resume()
        lanes.close()

    asyncio.run(work())


def test_an_answer_that_had_begun_takes_nobodys_turn(
    own: SupervisorProcess, pool: Pool, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_BRIEF", 1.0)

    async def work() -> None:
        lanes = Lanes(own.path, 8)
        ask = Asker(lanes, release)
        await ask.read(PLAIN)
        held = [
            asyncio.ensure_future(
                asyncio.to_thread(pool.ask, question(CROSS), release, "bomber", 6.0)
            )
            for _ in range(3)
        ]
        while pool.figures()["running"] < 3:
            await asyncio.sleep(0.05)
        begun = await ask(ENDLESS, "bomber")
        assert begun is not None
        while pool.figures()["running"] < 4:
            await asyncio.sleep(0.05)
        began = time.monotonic()
        assert "true" in body(await asyncio.to_thread(pool.ask, PLAIN, release, "other"))
        assert time.monotonic() - began < 2.5
        begun.frames.close()
        for each in held:
            with pytest.raises(EngineError):
                await each
        lanes.close()

    asyncio.run(work())


def test_a_lane_given_to_a_question_that_is_given_up_serves_the_next(
    own: SupervisorProcess, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_BRIEF", 60.0)

    async def work() -> None:
        lanes = Lanes(own.path, 8)
        ask = Asker(lanes, release)
        await ask.read(PLAIN)
        assert await lanes._acquire(release, "first") is not None
        given = asyncio.ensure_future(lanes._acquire(release, "second"))
        await asyncio.sleep(0)
        lane = lanes._lane
        assert lane is not None
        lanes._free(lane, "first")
        given.cancel()
        async with asyncio.timeout(5):
            assert b"true" in await ask.read(PLAIN)
        lanes.close()

    asyncio.run(work())


def test_many_questions_of_a_client_make_no_other_wait_for_all(
    own: SupervisorProcess, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_BRIEF", 60.0)
    order: list[str] = []

    async def work() -> None:
        lanes = Lanes(own.path, 8)
        ask = Asker(lanes, release)
        await ask.read(PLAIN)

        async def asks(client: str) -> None:
            await ask(PLAIN, client)
            order.append(client)

        await asyncio.gather(*(asks(client) for client in ["many"] * 6 + ["one"]))
        lanes.close()

    asyncio.run(work())
    assert order.index("one") == 1
