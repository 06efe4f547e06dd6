"""The ASGI application: what a web process serves.

``uvicorn --factory server.asgi:application``
"""

import os

from server.app import create_app
from server.gateway.gateway import Gateway
from server.operations.json_logs import configure
from server.settings import Settings
from server.sparql.express import Express
from server.sparql.query_pool import EXTENSION, Connect

__all__ = ["application", "gateway_of"]


def application() -> Gateway:
    """Build the application that the environment describes, with a forker of its own."""
    return gateway_of(Settings.from_environment(os.environ))


def gateway_of(settings: Settings, connect: Connect | None = None) -> Gateway:
    """Build the application of some settings, behind its gateway.

    `connect` gives a connection to the forker of the server, where it has one.
    """
    configure(settings.log)
    app = create_app(settings, connect)
    current = app.extensions["current_release"]
    express = Express(app.extensions[EXTENSION], current, settings)
    return Gateway(app, current, settings, express)
