"""Error status: the one table from an error of the engine to the status of its answer."""

from typing import Any

from flask import Flask

from server.engine import (
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
    UnreachableError,
    UnreadableQueryError,
    WrongAnswerError,
)
from server.engine.network_reason import REASONS
from server.http.language import gettext, lazy_gettext
from server.http.problems import ProblemError, problem_response
from server.releases.current import NoReleaseError

__all__ = ["problem_of", "register"]

_STATUS: dict[type[Exception], tuple[int, Any]] = {
    UnreadableQueryError: (400, lazy_gettext("Requête illisible")),
    RefusedQueryError: (400, lazy_gettext("Requête refusée")),
    TooComplexError: (400, lazy_gettext("Requête trop complexe")),
    ForbiddenServiceError: (403, lazy_gettext("SERVICE refusé")),
    GraphNameError: (400, lazy_gettext("Nom de graphe invalide")),
    NotAcceptableError: (406, lazy_gettext("Aucun format acceptable")),
    EvaluationError: (500, lazy_gettext("L'évaluation a échoué")),
    PeerError: (502, lazy_gettext("Point d'accès en défaut")),
    WrongAnswerError: (502, lazy_gettext("Moteur distant en défaut")),
    UnreachableError: (503, lazy_gettext("Moteur distant injoignable")),
    DeadlineError: (503, lazy_gettext("Requête trop longue à évaluer")),
    TooLargeError: (503, lazy_gettext("Réponse trop longue")),
    BrokenWorkerError: (503, lazy_gettext("L'évaluation s'est arrêtée")),
    BusyError: (503, lazy_gettext("Trop de requêtes")),
    BudgetError: (429, lazy_gettext("Temps de calcul épuisé")),
    NoReleaseError: (503, lazy_gettext("Pas encore de données")),
}


def register(app: Flask) -> None:
    """Make the application answer the errors of the engine, and the lack of a release."""
    app.register_error_handler(EngineError, lambda error: problem_response(problem_of(error)))
    app.register_error_handler(NoReleaseError, lambda error: problem_response(problem_of(error)))


def problem_of(error: EngineError | NoReleaseError) -> ProblemError:
    """Return what a client is told of an error, in the language of the answer."""
    status, title = _STATUS[type(error)]
    if isinstance(error, NoReleaseError):
        return ProblemError(status, gettext(str(error)), str(title))
    values = {
        name: gettext(each) if each in REASONS else each for name, each in error.values.items()
    }
    said = gettext(error.text, **values)
    return ProblemError(status, said, str(title), retry=error.retry)
