"""The entry point for an ASGI server.

``uvicorn --factory server.asgi:application``
"""

import os

from server import create_app
from server.gateway.gateway import Gateway
from server.logs import configure
from server.settings import Settings

__all__ = ["application"]


def application() -> Gateway:
    """Build the application that the environment describes, behind its gateway."""
    settings = Settings.from_environment(os.environ)
    configure(settings.log)
    app = create_app(settings)
    return Gateway(app, app.extensions["current_release"], settings)
