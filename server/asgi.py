"""The entry point for an ASGI server.

``uvicorn --factory server.asgi:application``
"""

import os

from server.app import create_app
from server.gateway.gateway import Gateway
from server.operations.json_logs import configure
from server.settings import Settings
from server.sparql.express import Express
from server.sparql.query_pool import EXTENSION

__all__ = ["application"]


def application() -> Gateway:
    """Build the application that the environment describes, behind its gateway."""
    settings = Settings.from_environment(os.environ)
    configure(settings.log)
    app = create_app(settings)
    current = app.extensions["current_release"]
    express = Express(app.extensions[EXTENSION], current, settings)
    return Gateway(app, current, settings, express)
