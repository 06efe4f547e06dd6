"""The cyclic garbage collector, put off while records and lines are made by the million."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave the work to reference counts: records hold no cycle, and the collector reads them all.

    It costs a sixth of the time of reading and saying, and finds nothing. Inside another pause,
    this changes nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
