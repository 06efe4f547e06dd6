"""Quads of a graph: triples written as N-Quads or TriG, all of them in the graph that they are of.

The engine writes what a CONSTRUCT gives without a name.
"""

from server.engine.line_filter import LineFilter
from server.engine.wellformed_xml import Output

__all__ = ["QuadLines", "TrigBlock"]

_END = b" .\n"


class QuadLines(LineFilter):
    """Takes N-Triples, and writes the graph before each full stop: no text holds an end of line."""

    def __init__(self, output: Output, graph: str) -> None:
        super().__init__(output)
        self._named_end = b" <" + graph.encode() + b">" + _END

    def _rewritten(self, lines: bytes) -> bytes:
        return lines.replace(_END, self._named_end)


class TrigBlock:
    """Takes N-Triples, and writes a block of TriG."""

    def __init__(self, output: Output, graph: str) -> None:
        self._output = output
        output.write(b"<" + graph.encode() + b"> {\n")

    def write(self, data: bytes) -> int:
        """Write the next triples."""
        return self._output.write(data)

    def flush(self) -> None:
        """Flush the output."""
        self._output.flush()

    def end(self) -> None:
        """Close the block."""
        self._output.write(b"}\n")
