"""The entry point for an ASGI server.

``uvicorn --factory server.asgi:application``
"""

import os

from server import create_app
from server.gateway.express import Express
from server.gateway.gateway import Gateway
from server.logs import configure
from server.settings import Settings
from server.strangers import EXTENSION

__all__ = ["application"]


def application() -> Gateway:
    """Build the application that the environment describes, behind its gateway."""
    settings = Settings.from_environment(os.environ)
    configure(settings.log)
    app = create_app(settings)
    current = app.extensions["current_release"]
    express = Express(app.extensions[EXTENSION], current, settings)
    return Gateway(app, current, settings, express)
