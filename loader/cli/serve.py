"""`metiers serve`: the release in service, as a SPARQL endpoint and pages."""

import os
import socket
from typing import Final

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from loader.cli.console import home
from loader.problems import LoaderError, UsageError
from server.settings import Settings, SettingsError

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
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        raise UsageError(str(error)) from error
    number = settings.port if port is None else port
    address = _free_address(host or settings.host, number)
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


def _free_address(host: str, port: int) -> str:
    """Return the IP address of a host on which nothing listens at a port yet.

    The server shares its port between its workers: without this, it would share it with another
    server too, and each would answer in turn.
    """
    try:
        address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    except socket.gaierror as error:
        raise UsageError(f"adresse inconnue : {host}") from error
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            reason = "déjà pris, ou pas à cette machine"
            raise LoaderError(f"{host}:{port} : {reason}") from error
    return address
