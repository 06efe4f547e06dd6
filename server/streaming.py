"""An engine's answer on its way to the client."""

from flask import Response

from server.engine import Answer
from server.engine.formats import content_type

__all__ = ["send"]


def send(answer: Answer) -> Response:
    """Return an answer as a response that streams it, and gives it up when the client leaves."""
    response = Response(answer.frames, content_type=content_type(answer.media_type))
    response.call_on_close(answer.frames.close)
    return response
