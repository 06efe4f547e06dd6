"""Bulk loader: threads fill a store while the rest of the data is still being written."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pyoxigraph import RdfFormat, Store

_CONCURRENT_LOADS: Final = 2
"""Texts that are loaded at a time, each on one core and in some 200 MB.

The engine releases the GIL. Loading a text costs it more than writing one does: a second thread
takes the core that is left whenever it is, and all of it once everything is written.
"""


class BackgroundLoad:
    """A store that threads load, a text each; leaving the context completes it.

    A text that cannot be loaded raises the engine's own error (`SyntaxError`, `OSError`), from the
    next `add` or on leaving.
    """

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self._threads = ThreadPoolExecutor(_CONCURRENT_LOADS)
        self._under_way: set[Future[None]] = set()

    def __enter__(self) -> Self:
        return self

    def add(self, text: bytes) -> None:
        """Load N-Quads; wait while as many as may be held are being loaded."""
        if len(self._under_way) >= _CONCURRENT_LOADS:
            loaded, self._under_way = wait(self._under_way, return_when=FIRST_COMPLETED)
            for each in loaded:
                each.result()
        self._under_way.add(self._threads.submit(self._load, text))

    def _load(self, text: bytes) -> None:
        self._store.bulk_load(text, RdfFormat.N_QUADS, lenient=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._threads:
            if error is None:
                for each in self._under_way:
                    each.result()
        if error is None:
            self._store.flush()
        del self._store


@contextmanager
def compact_in_background(folder: Path) -> Iterator[None]:
    """Compact a store that nobody writes to, while something else is done.

    Loading leaves it in layers, each of which every read must look into: compacted, it answers
    two to four times as fast.
    """
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(_compact, folder)
        yield
        done.result()


def _compact(folder: Path) -> None:
    store = Store(folder)
    store.optimize()
    store.flush()
