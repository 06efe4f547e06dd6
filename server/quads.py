"""The triples of a named graph as quads, which say in which graph they stand."""

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from server.engine import Answer, Frames

__all__ = ["in_graph"]

_END = b" .\n"


def in_graph(answer: Answer, graph: ox.NamedNode, media_type: str) -> Answer:
    """Return an answer in N-Triples as N-Quads or TriG, all of it in a graph."""
    return replace(answer, media_type=media_type, frames=_Quads(answer.frames, graph, media_type))


class _Quads:
    """Frames of N-Triples, each line of which becomes a line of quads as it passes."""

    def __init__(self, frames: Frames, graph: ox.NamedNode, media_type: str) -> None:
        self._frames = frames
        name = str(graph).encode()
        if media_type == "application/n-quads":
            self._pieces = _lines(frames, b" " + name)
        else:
            self._pieces = _block(frames, name)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Give the triples up."""
        self._frames.close()


def _lines(frames: Frames, name: bytes) -> Iterator[bytes]:
    """Yield whole lines with the graph before their full stop: no text holds an end of line."""
    rest = b""
    for frame in frames:
        whole, end, rest = (rest + frame).rpartition(b"\n")
        if end:
            yield (whole + end).replace(_END, name + _END)


def _block(frames: Frames, name: bytes) -> Iterator[bytes]:
    yield name + b" {\n"
    yield from frames
    yield b"}\n"
