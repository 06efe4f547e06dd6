"""Frames made from others as they pass, line by line, so that no answer is held."""

from collections.abc import Callable, Iterator

from server.engine import Frames

__all__ = ["Rewritten", "whole_lines"]


class Rewritten:
    """What a function makes of frames; closing it gives those up."""

    def __init__(self, frames: Frames, rewrite: Callable[[Frames], Iterator[bytes]]) -> None:
        self._frames = frames
        self._pieces = rewrite(frames)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """Return the next piece; EngineError if the evaluation broke off."""
        return next(self._pieces)

    def close(self) -> None:
        """Give the answer up."""
        self._frames.close()


def whole_lines(frames: Frames) -> Iterator[bytes]:
    """Yield pieces that end where a line does, but for the last if it has no end of line."""
    rest = b""
    for frame in frames:
        whole, end, rest = (rest + frame).rpartition(b"\n")
        if end:
            yield whole + end
    if rest:
        yield rest
