import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.engine import EvaluationError
from server.gateway.spool import Spool, SpoolRoom
from server.gateway.streaming import spooled


async def poured(sizes: list[int], seed: int) -> tuple[bytes, bytes]:
    """Write pieces and read them back, at paces that change."""
    chance = random.Random(seed)
    pieces = [chance.randbytes(size) for size in sizes]
    spool = Spool(4 << 20, SpoolRoom(1 << 30))

    async def write() -> None:
        for piece in pieces:
            await spool.put(piece)
            for _ in range(chance.randrange(3)):
                await asyncio.sleep(0)
        spool.end()

    writing = asyncio.ensure_future(write())
    found = b""
    while piece := await spool.get():
        found += piece
        for _ in range(chance.randrange(6)):
            await asyncio.sleep(0)
    await writing
    spool.close()
    return b"".join(pieces), found


@given(st.lists(st.integers(1, 600_000), max_size=20), st.integers())
def test_what_goes_in_comes_out_in_order(sizes: list[int], seed: int) -> None:
    written, read = asyncio.run(poured(sizes, seed))
    assert read == written


def test_a_writer_waits_for_room_and_no_longer() -> None:
    async def run() -> None:
        spool = Spool(2 << 20, SpoolRoom(1 << 30))
        for _ in range(5):
            await asyncio.wait_for(spool.put(b"x" * (1 << 19)), 1)
        late = asyncio.ensure_future(spool.put(b"y"))
        await asyncio.sleep(0.01)
        assert not late.done()
        await spool.get()
        await asyncio.wait_for(late, 1)
        spool.close()

    asyncio.run(run())


def test_an_error_comes_after_what_was_written_before_it() -> None:
    async def run() -> None:
        spool = Spool(1 << 20, SpoolRoom(1 << 30))
        await spool.put(b"x")
        spool.end(EvaluationError("rompue"))
        assert await spool.get() == b"x"
        with pytest.raises(EvaluationError, match="rompue"):
            await spool.get()

    asyncio.run(run())


MB = 1 << 20


async def filled(shared: SpoolRoom, client: str, size: int, read: int) -> "asyncio.Task[bool]":
    """Return the task of a reader that has read so much of so much, in MB, and reads no more."""
    ready = asyncio.Event()

    async def reading() -> bool:
        spool = Spool(1 << 30, shared, client)
        try:
            taken = 0
            for number in range(size + 2):
                await spool.put(bytes(MB))
                while taken < min(number, read) * MB:
                    taken += len(await spool.get())
            ready.set()
            await asyncio.sleep(60)
        except (asyncio.CancelledError, OSError):
            ready.set()
            return True
        finally:
            spool.close()
        return False

    task = asyncio.ensure_future(reading())
    await ready.wait()
    await asyncio.sleep(0)
    return task


def cut(*asked: tuple[str, int, int], most: int = 100, free: int = 1 << 40) -> list[bool]:
    """Return which readers are cut, of (client, MB written, MB read), the first begins."""
    held: dict[Spool, int] = {}

    async def run() -> list[bool]:
        nonlocal held
        shared = SpoolRoom(most * MB, lambda: (free - sum(held.values()), 1 << 40))
        held = shared._held
        tasks = [await filled(shared, *each) for each in asked]
        found = [task.done() for task in tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return found

    return asyncio.run(run())


def test_all_may_stay_while_there_is_room() -> None:
    assert cut(("a", 40, 5), ("b", 40, 0)) == [False, False]


def test_past_the_room_of_all_the_slowest_is_cut() -> None:
    assert cut(("a", 40, 20), ("b", 40, 1), ("c", 40, 20), most=78) == [False, True, False]


def test_past_the_room_of_a_client_one_of_its_own_is_cut() -> None:
    assert cut(("a", 20, 0), ("b", 30, 9), ("b", 30, 0)) == [False, False, True]


def test_a_disk_that_fills_up_has_the_slowest_cut() -> None:
    assert cut(("a", 20, 5), ("b", 20, 0), free=285 * MB) == [False, True]


def test_a_disk_without_room_cuts_an_answer_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, data: bytes) -> int:
            raise OSError(28, "No space left on device")

        def seek(self, at: int) -> None:
            pass

        def close(self) -> None:
            pass

    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: Full())

    class Frames:
        closed = False

        def __aiter__(self) -> "Frames":
            return self

        async def __anext__(self) -> bytes:
            return bytes(MB)

        def close(self) -> None:
            self.closed = True

    async def run() -> None:
        frames = Frames()
        pieces = spooled(frames, 1 << 30, SpoolRoom(1 << 30), "a")
        assert await anext(pieces) == bytes(MB)
        await asyncio.sleep(0.01)
        with pytest.raises(EvaluationError):
            async for _ in pieces:
                pass
        assert frames.closed

    asyncio.run(run())
