"""Errors of an engine: each says why, instead of results, in a sentence for the client."""

__all__ = [
    "BrokenWorkerError",
    "BudgetError",
    "BusyError",
    "DeadlineError",
    "EngineError",
    "EvaluationError",
    "ForbiddenServiceError",
    "GraphNameError",
    "NotAcceptableError",
    "PeerError",
    "RefusedQueryError",
    "TooComplexError",
    "TooLargeError",
    "UnreachableError",
    "UnreadableQueryError",
    "WrongAnswerError",
    "worded",
]


def worded(text: str) -> str:
    """Return a text, which translators find by this name: it is said in French where it stands."""
    return text


class EngineError(Exception):
    """The base of all errors of an engine; `retry`: seconds after which to try again, or 0.

    `text` is what it says before its `values` stand in it, for who says it in another language.
    """

    retry = 0.0

    def __init__(self, text: str, **values: str | float) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.values = values


class UnreadableQueryError(EngineError):
    """The text is no SPARQL query; carries the parser's message."""


class RefusedQueryError(EngineError):
    """The query may be valid but is not allowed here: an update, a call to another server."""


class GraphNameError(EngineError):
    """A graph of the protocol's dataset is not named by an absolute IRI."""


class NotAcceptableError(EngineError):
    """The form or the content of the result has no form in the formats that the client accepts."""


class EvaluationError(EngineError):
    """The engine gave up in the middle of a valid query."""


class DeadlineError(EngineError):
    """The evaluation took longer than it may."""


class ForbiddenServiceError(EngineError):
    """The query calls an endpoint that is not on the list, or in a way that cannot be judged."""


class PeerError(EngineError):
    """An endpoint that the query calls did not answer, or not as it should."""


class UnreachableError(EngineError):
    """A remote engine cannot be reached, or does not know who asks."""


class WrongAnswerError(EngineError):
    """A remote engine answered what is no answer: a page, a failure, a part of the rows."""


class TooComplexError(EngineError):
    """The query holds more than it may, whatever it would answer."""


class TooLargeError(EngineError):
    """The answer has more rows or bytes than it may."""


class BrokenWorkerError(EngineError):
    """The process that evaluated the query ended: out of memory, or brought down by the query."""


class BusyError(EngineError):
    """No worker was free within the longest wait, or too many queries wait already."""


class BudgetError(EngineError):
    """The client has used its seconds of evaluation for this minute."""
