import asyncio
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from server.gateway import gateway


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


def test_what_long_texts_leave_free_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "_ROUND", 0.05)

    async def run() -> int:
        texts = [b"x" * 120_000 for _ in range(1_000)]
        holding = _resident()
        kept = texts[::50] + texts[-1:]
        texts.clear()
        with ThreadPoolExecutor(1) as executor:
            giving = asyncio.ensure_future(gateway.return_free_memory(executor))
            for _ in range(100):
                await asyncio.sleep(0.1)
                if (given := holding - _resident()) > 80_000_000:
                    break
            giving.cancel()
        assert len(kept) == 21
        return given

    assert asyncio.run(run()) > 80_000_000
