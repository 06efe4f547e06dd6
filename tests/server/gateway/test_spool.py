import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.engine import EvaluationError
from server.gateway.spool import Spool


async def poured(sizes: list[int], seed: int) -> tuple[bytes, bytes]:
    """Write pieces and read them back, at paces that change."""
    chance = random.Random(seed)
    pieces = [chance.randbytes(size) for size in sizes]
    spool = Spool(4 << 20)

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
        spool = Spool(2 << 20)
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
        spool = Spool(1 << 20)
        await spool.put(b"x")
        spool.end(EvaluationError("rompue"))
        assert await spool.get() == b"x"
        with pytest.raises(EvaluationError, match="rompue"):
            await spool.get()

    asyncio.run(run())
