"""The entry point for a WSGI server.

``granian --interface wsgi --factory server.wsgi:application``
"""

import os

from flask import Flask

from server import create_app
from server.settings import Settings

__all__ = ["application"]


def application() -> Flask:
    """Build the application that the environment describes."""
    return create_app(Settings.from_environment(os.environ))
