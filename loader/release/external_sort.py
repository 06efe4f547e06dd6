"""External merge sort of lines, with bounded memory: runs on disk, sorted one by one and merged."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Final

RUN_LINES: Final = 150_000
"""Lines that are held at a time, some 35 MB."""


class ExternalSort:
    """Takes N-Quads lines in any order; gives them back sorted, each once.

    `on_run` is given the text of each run as soon as it is full, before the lines are all known.
    """

    def __init__(self, folder: Path, on_run: Callable[[bytes], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._on_run = on_run
        self._lines: list[str] = []
        self._files: list[Path] = []

    def add(self, lines: Iterable[str]) -> None:
        """Take some lines, without line ends."""
        rest = iter(lines)
        while True:
            self._lines += islice(rest, RUN_LINES - len(self._lines))
            if len(self._lines) < RUN_LINES:
                return
            self.flush()

    def flush(self) -> None:
        """Make a run of the lines that were taken since the last one."""
        if not self._lines:
            return
        self._lines.append("")
        text = "\n".join(self._lines).encode()
        self._lines.clear()
        file = self._folder / f"{len(self._files)}.nq"
        file.write_bytes(text)
        self._files.append(file)
        self._on_run(text)

    def sorted_lines(self) -> Iterator[bytes]:
        """Yield all lines with their line ends, in the order of their bytes, each once."""
        self.flush()
        for file in self._files:
            lines = file.read_bytes().splitlines(keepends=True)
            lines.sort()
            file.write_bytes(b"".join(lines))
            del lines
        with ExitStack() as stack:
            opened = [stack.enter_context(file.open("rb")) for file in self._files]
            last = b""
            for line in heapq.merge(*opened):
                if line != last:
                    yield line
                    last = line
