"""`metiers serve`: the release in service, as a SPARQL endpoint and pages."""

import os
from typing import Final

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from loader.cli.console import home
from server.settings import Settings

_THREADS: Final = 8
"""Threads a worker: queries release the GIL, so that some wait while others are evaluated."""
_BACKLOG: Final = 64
"""Requests a worker accepts before it leaves the rest to the system's queue."""


@click.command("serve")
@click.option("--host", help="Adresse où écouter ; sinon METIERS_HOST, sinon 127.0.0.1.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port ; sinon METIERS_PORT, sinon 8000."
)
def command(host: str | None, port: int | None) -> None:
    """Servir la release en service, et suivre celles qui la remplacent."""
    where = home()
    where.current()
    os.environ["METIERS_HOME"] = str(where.root)
    settings = Settings.from_environment(os.environ)
    address, number = host or settings.host, settings.port if port is None else port
    click.echo(f"Métiers en graphe : http://{address}:{number}/")
    Server(
        "server.wsgi:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=address,
        port=number,
        workers=os.cpu_count() or 1,
        blocking_threads=_THREADS,
        backpressure=_BACKLOG,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    ).serve()
