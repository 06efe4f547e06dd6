"""Streamed responses: an answer of the engine on its way to the client, rewritten as it passes."""

from collections.abc import Callable, Iterator

from flask import Response, current_app, request

from server.engine import Answer, Frames
from server.engine.formats import content_type
from server.engine.interface import Whole
from server.gateway.handover import KEY, Handover
from server.settings import Settings
from server.sparql.query_pool import ThreadFrames

__all__ = ["MAX_ROWS", "SETTINGS", "Rewritten", "bounded", "send", "settings", "whole_lines"]

MAX_ROWS = "X-SPARQL-MaxRows"
SETTINGS = "METIERS_SETTINGS"
"""The key of the application's config that holds its `Settings`."""


def settings() -> Settings:
    """Return the settings of the application at hand."""
    found: Settings = current_app.config[SETTINGS]
    return found


def bounded(response: Response) -> Response:
    """Add the most rows, or triples, that the answer may have: beyond, it is broken off.

    The name of the header is Virtuoso's; no standard has one.
    """
    response.headers[MAX_ROWS] = str(settings().limits.rows)
    return response


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


def send(answer: Answer) -> Response:
    """Return an answer as a response that streams it, and gives it up when the client leaves."""
    said = content_type(answer.media_type)
    if isinstance(answer.frames, Whole):
        return Response(answer.frames.body, content_type=said)
    handover: Handover | None = request.environ.get(KEY)
    if handover is not None and isinstance(answer.frames, ThreadFrames):
        handover.frames = answer.frames.source
        return Response(iter(()), content_type=said)
    response = Response(answer.frames, content_type=said)
    response.call_on_close(answer.frames.close)
    return response
