"""The question in a query operation, once what may not be asked at all is refused."""

from flask_babel import gettext

from server.engine import Question
from server.engine.caps import check
from server.engine.formats import ALIASES, GRAPH, SOLUTIONS
from server.operation import Operation
from server.problem import ProblemError
from server.wanted import Wanted

__all__ = ["question_of", "served"]


def served(wanted: Wanted) -> tuple[str | None, str | None]:
    """Return the media types to serialise solutions and graphs in; 406 where none will do."""
    if wanted.solutions is None and wanted.triples is None:
        types = ", ".join((*SOLUTIONS, *GRAPH))
        raise ProblemError(406, gettext("Les réponses se servent en %(types)s.", types=types))
    return wanted.solutions, wanted.triples and ALIASES.get(wanted.triples, wanted.triples)


def question_of(operation: Operation, solutions: str | None, triples: str | None) -> Question:
    """Return a question; ProblemError (400) if there is none, TooComplexError as `caps`."""
    text = operation.query or ""
    if not text.strip():
        raise ProblemError(400, gettext("La requête est vide."))
    check(text)
    return Question(text, solutions, triples, operation.default_graphs, operation.named_graphs)
