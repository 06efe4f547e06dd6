"""The query engine as the site sees it: an interface, its errors, and what implements it."""

from server.engine.errors import (
    BrokenWorkerError,
    BudgetError,
    BusyError,
    DeadlineError,
    EngineError,
    EvaluationError,
    ForbiddenServiceError,
    GraphNameError,
    NotAcceptableError,
    PeerError,
    RefusedQueryError,
    TooComplexError,
    TooLargeError,
    UnreadableQueryError,
)
from server.engine.interface import Answer, Engine, Form, Frames, Question, Row, Term

__all__ = [
    "Answer",
    "BrokenWorkerError",
    "BudgetError",
    "BusyError",
    "DeadlineError",
    "Engine",
    "EngineError",
    "EvaluationError",
    "ForbiddenServiceError",
    "Form",
    "Frames",
    "GraphNameError",
    "NotAcceptableError",
    "PeerError",
    "Question",
    "RefusedQueryError",
    "Row",
    "Term",
    "TooComplexError",
    "TooLargeError",
    "UnreadableQueryError",
]
