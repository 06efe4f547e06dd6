"""The share of threads: half of them for one client, and turns for all."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from server.gateway.thread_share import ThreadShare


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def test_a_client_leaves_half_of_the_threads_to_others(executor: ThreadPoolExecutor) -> None:
    async def asks() -> None:
        share, go_on = ThreadShare(executor, 4), threading.Event()
        slow = [asyncio.ensure_future(share.run("many", lambda: go_on.wait(20))) for _ in range(64)]
        async with asyncio.timeout(5):
            assert await share.run("one", lambda: "done") == "done"
        go_on.set()
        assert all(await asyncio.gather(*slow))

    asyncio.run(asks())


def test_the_next_is_of_the_client_that_has_the_fewest(executor: ThreadPoolExecutor) -> None:
    order: list[str] = []

    async def asks() -> None:
        share = ThreadShare(executor, 1)
        clients = ("many",) * 5 + ("one",)
        await asyncio.gather(*(share.run(each, partial(order.append, each)) for each in clients))

    asyncio.run(asks())
    assert order.index("one") <= 2


def test_what_is_given_up_gives_its_thread_back_when_it_ends(executor: ThreadPoolExecutor) -> None:
    async def asks() -> None:
        share, go_on = ThreadShare(executor, 2), threading.Event()
        slow = asyncio.ensure_future(share.run("a", lambda: go_on.wait(20)))
        waiting = asyncio.ensure_future(share.run("a", lambda: True))
        await asyncio.sleep(0.05)
        slow.cancel()
        await asyncio.sleep(0.05)
        assert not waiting.done()
        left = asyncio.ensure_future(share.run("a", lambda: True))
        await asyncio.sleep(0)
        left.cancel()
        go_on.set()
        async with asyncio.timeout(5):
            assert await waiting
            assert await share.run("a", lambda: True)

    asyncio.run(asks())
