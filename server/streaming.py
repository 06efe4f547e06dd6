"""An engine's answer on its way to the client."""

from flask import Response, request

from server.engine import Answer
from server.engine.formats import content_type
from server.engine.interface import Whole
from server.engine.pool.client import PacketFrames
from server.handover import KEY, Handover

__all__ = ["send"]


def send(answer: Answer) -> Response:
    """Return an answer as a response that streams it, and gives it up when the client leaves."""
    said = content_type(answer.media_type)
    if isinstance(answer.frames, Whole):
        return Response(answer.frames.body, content_type=said)
    handover: Handover | None = request.environ.get(KEY)
    if handover is not None and isinstance(answer.frames, PacketFrames):
        handover.frames = answer.frames
        return Response(iter(()), content_type=said)
    response = Response(answer.frames, content_type=said)
    response.call_on_close(answer.frames.close)
    return response
