"""What an engine may answer instead of results; each says why in a sentence for the client."""

__all__ = [
    "EngineError",
    "EvaluationError",
    "GraphNameError",
    "NotAcceptableError",
    "RefusedQueryError",
    "UnreadableQueryError",
]


class EngineError(Exception):
    """The base of all errors of an engine."""


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
