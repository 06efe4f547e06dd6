"""The bounds of strangers' queries, as answers announce them."""

from flask import Response, current_app

from server.settings import Settings

__all__ = ["MAX_ROWS", "SETTINGS", "bounded", "settings"]

MAX_ROWS = "X-SPARQL-MaxRows"
SETTINGS = "METIERS_SETTINGS"
"""The key of the application's config that holds its `Settings`."""


def settings() -> Settings:
    """Return the settings of the application at hand."""
    found: Settings = current_app.config[SETTINGS]
    return found


def bounded(response: Response) -> Response:
    """Add the most rows, or triples, that the answer may have: beyond, it is broken off.

    The name of the header is Virtuoso's; no standard has one.
    """
    response.headers[MAX_ROWS] = str(settings().limits.rows)
    return response
