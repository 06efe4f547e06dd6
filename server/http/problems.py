"""Problems: errors as answers, in JSON (problem+json, RFC 9457) or as a page."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from math import ceil

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from server.http.language import lazy_gettext
from server.http.negotiation import choose

__all__ = ["ProblemError", "prefers_page", "problem_response", "register"]

_TITLES = {
    400: lazy_gettext("Requête invalide"),
    403: lazy_gettext("Refusé"),
    404: lazy_gettext("Introuvable"),
    405: lazy_gettext("Méthode non admise"),
    406: lazy_gettext("Aucun format acceptable"),
    413: lazy_gettext("Requête trop longue"),
    414: lazy_gettext("Adresse trop longue"),
    415: lazy_gettext("Type de contenu non admis"),
    422: lazy_gettext("Contenu qui ne se lit pas"),
    500: lazy_gettext("Erreur du serveur"),
    503: lazy_gettext("Indisponible"),
}
_DETAILS = {
    404: lazy_gettext("Rien n'est publié à cette adresse."),
    405: lazy_gettext("Cette adresse n'admet pas cette méthode."),
    413: lazy_gettext("Le corps de la requête dépasse la longueur admise."),
    500: lazy_gettext("Une erreur inattendue s'est produite ; elle a été consignée."),
}


_FORMS = ("application/problem+json", "application/json", "text/html")


class ProblemError(Exception):
    """A refusal with its status, a sentence for the client, and what the engine said if it did.

    `place` is the line and the column of the query that it is about, if it is about one; `retry`
    the seconds after which to try again, 0 where that is not said; `parameter` the one that is
    refused, if it is one; `row` the row of a table, from 1, that it is about, 0 if it is about
    none.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        title: str = "",
        engine: str = "",
        place: tuple[int, int] | None = None,
        retry: float = 0.0,
        parameter: str = "",
        row: int = 0,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.title = title or str(_TITLES.get(status, HTTPStatus(status).phrase))
        self.engine = engine
        self.place = place
        self.retry = retry
        self.parameter = parameter
        self.row = row

    def document(self) -> str:
        """Return it as JSON (RFC 9457)."""
        said = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        said |= {"engine": self.engine} if self.engine else {}
        said |= {"parameter": self.parameter} if self.parameter else {}
        said |= {"row": self.row} if self.row else {}
        said |= dict(zip(("line", "column"), self.place or (), strict=False))
        return json.dumps(said, ensure_ascii=False) + "\n"

    def headers(self) -> dict[str, str]:
        """Return the headers that tell more of it."""
        return {"Retry-After": str(ceil(self.retry))} if self.retry else {}


def prefers_page(accept: Iterable[str]) -> bool:
    """Return whether Accept headers would rather have a problem as a page than as JSON."""
    return choose(accept, _FORMS) == "text/html"


def register(app: Flask) -> None:
    """Make the application answer its errors in the form that the client accepts."""
    app.register_error_handler(ProblemError, problem_response)
    app.register_error_handler(HTTPException, _http)


def problem_response(problem: ProblemError) -> Response:
    """Return an error as a page if that is what the client would rather have, else as JSON."""
    if prefers_page(request.headers.getlist("Accept")):
        text, kind = render_template("error.html", problem=problem), "text/html"
    else:
        text, kind = problem.document(), "application/problem+json"
    return Response(text, problem.status, problem.headers(), mimetype=kind)


def _http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response(request.environ)
    detail = str(_DETAILS.get(status, error.description or ""))
    response = problem_response(ProblemError(status, detail))
    for name, value in error.get_headers():
        if name in ("Allow", "Content-Range", "Retry-After"):
            response.headers[name] = value
    return response
