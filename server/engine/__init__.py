"""The query engine as the site sees it: an interface, its errors, and what implements it."""

from server.engine.errors import (
    EngineError,
    EvaluationError,
    GraphNameError,
    NotAcceptableError,
    RefusedQueryError,
    UnreadableQueryError,
)
from server.engine.interface import Answer, Engine, Form, Frames, Question, Row, Term

__all__ = [
    "Answer",
    "Engine",
    "EngineError",
    "EvaluationError",
    "Form",
    "Frames",
    "GraphNameError",
    "NotAcceptableError",
    "Question",
    "RefusedQueryError",
    "Row",
    "Term",
    "UnreadableQueryError",
]
