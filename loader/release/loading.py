"""Fills a store while the rest of the data is still being said: the engine releases the GIL."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import RdfFormat, Store


class BackgroundLoad:
    """A store that is loaded by a thread, one text at a time; leaving the context completes it."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self._thread = ThreadPoolExecutor(1)
        self._under_way: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, text: bytes) -> None:
        """Load N-Quads; wait for the text before to be loaded, so that at most two are held."""
        if self._under_way:
            self._under_way.result()
        self._under_way = self._thread.submit(self._load, text)

    def _load(self, text: bytes) -> None:
        self._store.bulk_load(text, RdfFormat.N_QUADS, lenient=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._thread:
            if self._under_way and error is None:
                self._under_way.result()
        if error is None:
            self._store.flush()
        del self._store
