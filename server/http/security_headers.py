"""Security headers of every answer, Vary, and CORS: the answer to a browser that asks first.

The data is public and nothing is kept of who asks: other sites' scripts may read all but what is
for the operator, whose browser may stand where strangers do not.
"""

from flask import Flask, Response, request

from server.http.negotiation import VARY

__all__ = ["OF_DATA", "OPERATOR", "POLICY", "register"]

POLICY = (
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": VARY,
}
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Allow, Content-Disposition, Content-Range, ETag, Link, Location, "
        "Retry-After, Warning, X-Column-Verdict, X-SPARQL-MaxRows"
    ),
}
_ASKED = "*, Authorization"
"""What a script may send: anything. The star is not for Authorization, which clients send unasked;
it is not read."""
_A_DAY = "86400"
OPERATOR = ("/metrics", "/health")
"""The beginnings of the addresses that are for the operator."""


OF_DATA = {**_HEADERS, **_OPEN}
"""The headers of every answer that is not for the operator alone."""


def register(app: Flask) -> None:
    """Add the headers to the application's answers."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(OPERATOR):
        response.headers["Cache-Control"] = "no-store"  # a refusal too: it is another client's
    else:
        _open(response)
    return response


def _open(response: Response) -> None:
    response.headers.update(_OPEN)
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Headers"] = _ASKED
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Max-Age"] = _A_DAY
        response.headers["Cache-Control"] = "no-store"  # it stands at the address of a GET
