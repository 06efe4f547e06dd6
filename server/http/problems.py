"""Errors as answers: one table from exception to status, in JSON (RFC 9457) or as a page."""

import json
from http import HTTPStatus
from math import ceil
from typing import Any

from flask import Flask, Response, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

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
from server.http.negotiation import choose
from server.releases.current import NoReleaseError

__all__ = ["ProblemError", "register", "said", "status_of"]

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
_TITLES = {
    400: lazy_gettext("Requête invalide"),
    403: lazy_gettext("Refusé"),
    404: lazy_gettext("Introuvable"),
    405: lazy_gettext("Méthode non admise"),
    406: lazy_gettext("Aucun format acceptable"),
    413: lazy_gettext("Requête trop longue"),
    415: lazy_gettext("Type de contenu non admis"),
    500: lazy_gettext("Erreur du serveur"),
    503: lazy_gettext("Indisponible"),
}
_DETAILS = {
    404: lazy_gettext("Rien n'est publié à cette adresse."),
    405: lazy_gettext("Cette adresse n'admet pas cette méthode."),
    413: lazy_gettext("Le corps de la requête dépasse la longueur admise."),
    500: lazy_gettext("Une erreur inattendue s'est produite ; elle a été consignée."),
}


class ProblemError(Exception):
    """A refusal with its status, a sentence for the client, and what the engine said if it did.

    `place` is the line and the column of the query that it is about, if it is about one.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        title: str = "",
        engine: str = "",
        place: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.title = title
        self.engine = engine
        self.place = place


def register(app: Flask) -> None:
    """Make the application answer its errors in the form that the client accepts."""
    app.register_error_handler(ProblemError, _refused)
    app.register_error_handler(EngineError, _known)
    app.register_error_handler(NoReleaseError, _nothing)
    app.register_error_handler(HTTPException, _http)


def answer(
    status: int,
    detail: str,
    title: str = "",
    engine: str = "",
    place: tuple[int, int] | None = None,
) -> Response:
    """Return an error as a page if that is what the client would rather have, else as JSON."""
    title = title or str(_TITLES.get(status, HTTPStatus(status).phrase))
    offered = ("application/problem+json", "application/json", "text/html")
    if choose(request.headers.getlist("Accept"), offered) == "text/html":
        page = render_template(
            "error.html", status=status, title=title, detail=detail, engine=engine
        )
        response = Response(page, status, mimetype="text/html")
    else:
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        body |= {"engine": engine} if engine else {}
        body |= dict(zip(("line", "column"), place or (), strict=False))
        text = json.dumps(body, ensure_ascii=False) + "\n"
        response = Response(text, status, mimetype="application/problem+json")
    response.vary.add("Accept")
    return response


def status_of(error: Exception) -> tuple[int, str]:
    """Return the status and the title of an error of the engine, or of a missing release."""
    status, title = _STATUS[type(error)]
    return status, str(title)


def said(error: EngineError) -> str:
    """Return what an error of the engine says, in the language of the page."""
    return str(gettext(error.text, **error.values))


def _refused(error: ProblemError) -> Response:
    return answer(error.status, error.detail, error.title, error.engine, error.place)


def _known(error: EngineError) -> Response:
    status, title = status_of(error)
    response = answer(status, said(error), title)
    if error.retry:
        response.headers["Retry-After"] = str(ceil(error.retry))
    return response


def _nothing(error: NoReleaseError) -> Response:
    status, title = status_of(error)
    return answer(status, gettext("Aucune release n'est encore construite."), title)


def _http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response(request.environ)
    response = answer(status, str(_DETAILS.get(status, error.description or "")))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response
