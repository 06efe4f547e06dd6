"""Error status: the one table from an error of the engine to the status of its answer."""

from math import ceil
from typing import Any

from flask import Flask, Response
from flask_babel import gettext, lazy_gettext

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
    RefusedQueryError,
    TooComplexError,
    TooLargeError,
    UnreadableQueryError,
)
from server.http.problems import problem_response
from server.releases.current import NoReleaseError

__all__ = ["message_of", "register", "status_of"]

_STATUS: dict[type[Exception], tuple[int, Any]] = {
    UnreadableQueryError: (400, lazy_gettext("Requête illisible")),
    RefusedQueryError: (400, lazy_gettext("Requête refusée")),
    TooComplexError: (400, lazy_gettext("Requête trop complexe")),
    ForbiddenServiceError: (403, lazy_gettext("SERVICE refusé")),
    GraphNameError: (400, lazy_gettext("Nom de graphe invalide")),
    NotAcceptableError: (406, lazy_gettext("Aucun format acceptable")),
    EvaluationError: (500, lazy_gettext("L'évaluation a échoué")),
    DeadlineError: (503, lazy_gettext("Requête trop longue à évaluer")),
    TooLargeError: (503, lazy_gettext("Réponse trop longue")),
    BrokenWorkerError: (503, lazy_gettext("L'évaluation s'est arrêtée")),
    BusyError: (503, lazy_gettext("Trop de requêtes")),
    BudgetError: (429, lazy_gettext("Temps de calcul épuisé")),
    NoReleaseError: (503, lazy_gettext("Pas encore de données")),
}


def register(app: Flask) -> None:
    """Make the application answer the errors of the engine, and the lack of a release."""
    app.register_error_handler(EngineError, _engine_problem)
    app.register_error_handler(NoReleaseError, _no_release)


def status_of(error: Exception) -> tuple[int, str]:
    """Return the status and the title of an error of the engine, or of a missing release."""
    status, title = _STATUS[type(error)]
    return status, str(title)


def message_of(error: EngineError) -> str:
    """Return what an error of the engine says, in the language of the page."""
    return str(gettext(error.text, **error.values))


def _engine_problem(error: EngineError) -> Response:
    status, title = status_of(error)
    response = problem_response(status, message_of(error), title)
    if error.retry:
        response.headers["Retry-After"] = str(ceil(error.retry))
    return response


def _no_release(error: NoReleaseError) -> Response:
    status, title = status_of(error)
    return problem_response(status, gettext("Aucune release n'est encore construite."), title)
