"""The triples of a named graph as quads, which say in which graph they stand."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pyoxigraph as ox

from server.engine import Answer, Frames
from server.rewritten import Rewritten, whole_lines

__all__ = ["in_graph"]

_END = b" .\n"


def in_graph(answer: Answer, graph: ox.NamedNode, media_type: str) -> Answer:
    """Return an answer in N-Triples as N-Quads or TriG, all of it in a graph."""
    write = _lines if media_type == "application/n-quads" else _block
    frames = Rewritten(answer.frames, partial(write, name=str(graph).encode()))
    return replace(answer, media_type=media_type, frames=frames)


def _lines(frames: Frames, name: bytes) -> Iterator[bytes]:
    """Yield whole lines with the graph before their full stop: no text holds an end of line."""
    for lines in whole_lines(frames):
        yield lines.replace(_END, b" " + name + _END)


def _block(frames: Frames, name: bytes) -> Iterator[bytes]:
    yield name + b" {\n"
    yield from frames
    yield b"}\n"
