"""Refusals of requests that the application never sees."""

import json
from http import HTTPStatus
from typing import Final

from server.gateway.memory import Reply

__all__ = ["refusal"]

_SAID: Final = {
    408: ("Requête trop lente", "Le corps de la requête n'est pas arrivé à temps."),
    413: ("Requête trop longue", "Le corps de la requête dépasse la longueur admise."),
    431: ("Requête trop longue", "Les en-têtes de la requête dépassent la longueur admise."),
}


def refusal(status: int) -> Reply:
    """Return a refusal as a problem (RFC 9457); the connection is closed after it."""
    title, detail = _SAID.get(status, (HTTPStatus(status).phrase, ""))
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    headers = (
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"access-control-allow-origin", b"*"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    )
    return Reply(status, headers, body)
