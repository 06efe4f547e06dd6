"""Problems: errors as answers, in JSON (problem+json, RFC 9457) or as a page."""

import json
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from server.http.negotiation import choose

__all__ = ["ProblemError", "problem_response", "register"]

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
    app.register_error_handler(HTTPException, _http)


def problem_response(
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


def _refused(error: ProblemError) -> Response:
    return problem_response(error.status, error.detail, error.title, error.engine, error.place)


def _http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response(request.environ)
    response = problem_response(status, str(_DETAILS.get(status, error.description or "")))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response
