"""Question of a request for data, with what its answer says besides."""

from collections.abc import Callable
from dataclasses import dataclass, field

from server.engine import Question
from server.gateway.reply import Headers

__all__ = ["DataQuestion"]


@dataclass(frozen=True)
class DataQuestion:
    """What is asked of the pool, and the headers of the answer beside those of all data.

    `seconds` is how long the client will wait, if it says so; `graph_type` the media type under
    which a graph is served, if that is not the one it is written in; `told` returns what the answer
    says besides once it is known how many rows it has, or raises ProblemError.
    """

    question: Question
    headers: Headers = field(default_factory=list)
    seconds: float | None = None
    graph_type: str | None = None
    told: Callable[[int], Headers] | None = None
