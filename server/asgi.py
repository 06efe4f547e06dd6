"""The ASGI application: what a web process serves.

``uvicorn --factory server.asgi:application``
"""

import os

from server.app import create_app
from server.gateway.gateway import Gateway
from server.operations.figures import Figures
from server.operations.json_logs import configure
from server.settings import Settings
from server.sparql.data_road import ROAD
from server.sparql.query_pool import Connect

__all__ = ["application", "gateway_of"]


def application() -> Gateway:
    """Build the application that the environment describes, with a forker of its own."""
    return gateway_of(Settings.from_environment(os.environ))


def gateway_of(
    settings: Settings, connect: Connect | None = None, figures: Figures | None = None
) -> Gateway:
    """Build the application of some settings, behind its gateway, as `create_app`."""
    configure(settings.log)
    app = create_app(settings, connect, figures)
    return Gateway(app.extensions[ROAD], app, app.extensions["current_release"], settings)
