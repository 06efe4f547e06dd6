"""The heap of a process that serves: what long texts leave free in it goes back to the system.

The C library keeps it otherwise, between things that last, and a few crowds of long texts double
what a process holds. To have it map them apart, by its settings, makes each coding dear.
"""

import asyncio
import ctypes
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final

__all__ = ["give_back"]

_ROUND: Final = 5.0
"""Seconds between two times; one takes about a thousandth of it."""
_trim: Final[Callable[[int], int] | None] = getattr(ctypes.CDLL(None), "malloc_trim", None)


async def give_back(executor: Executor) -> None:
    """Give what is free back from time to time, until cancelled."""
    loop = asyncio.get_running_loop()
    while _trim is not None:
        await asyncio.sleep(_ROUND)
        await loop.run_in_executor(executor, _trim, 0)
