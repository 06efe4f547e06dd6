"""Line filter: rewrites what a serialiser writes, whole lines at a time, on its way out."""

from server.engine.wellformed_xml import Output

__all__ = ["LineFilter"]


class LineFilter:
    """A file for the engine's serialisers; `end` must follow the last write."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Rewrite the lines that have come to their end."""
        lines, end, self._rest = (self._rest + data).rpartition(b"\n")
        if end:
            self._output.write(self._rewritten(lines + end))
        return len(data)

    def flush(self) -> None:
        """Flush the output."""
        self._output.flush()

    def end(self) -> None:
        """Rewrite what is left, a line without its end."""
        if self._rest:
            self._output.write(self._rewritten(self._rest))

    def _rewritten(self, lines: bytes) -> bytes:
        """Return what stands for some lines."""
        raise NotImplementedError
