"""Response headers that every answer carries."""

from flask import Flask, Response, request

__all__ = ["register"]

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
_DATA = ("/sparql", "/id/", "/doc/", "/graph/", "/ontology", "/shapes", "/recherche")


def register(app: Flask) -> None:
    """Add the headers to the application's answers, those for other sites' scripts on data."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(_DATA):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Link, Location"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    return response
