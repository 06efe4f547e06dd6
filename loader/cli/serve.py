"""`metiers serve`: the release in service, as a SPARQL endpoint and pages."""

import os
import resource
import socket
from dataclasses import replace
from typing import Final, get_args

import click

from loader.cli.console import home
from loader.corpus.problems import LoaderError, UsageError
from server.engine.pool.limits import Kept
from server.processes import serve
from server.releases.layout import CURRENT
from server.releases.release import ReleaseError, open_release
from server.settings import Settings, SettingsError

_BACKLOG: Final = 2048
"""Connections that the system keeps until a process takes them, the first ones at start-up."""
_UNREAD: Final = 600_000
"""Milliseconds after which a connection is closed whose client takes nothing of what is sent: for
the system that is less than a sixteenth of its buffer, which a slow one needs minutes for."""


def _engine(_context: click.Context, _parameter: click.Parameter, said: str | None) -> str | None:
    if said and said not in get_args(Kept) and "://" not in said:
        raise click.BadParameter(f"« {said} » n'est ni disk, ni memory, ni une adresse")
    return said


@click.command("serve")
@click.option(
    "--host", metavar="ADRESSE", help="Adresse où écouter ; sinon METIERS_HOST, sinon 127.0.0.1."
)
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="Port ; sinon METIERS_PORT, sinon 8000.",
)
@click.option(
    "--engine",
    metavar="disk|memory|ADRESSE",
    callback=_engine,
    help="Où les requêtes lisent le graphe : disque, mémoire, ou un point d'accès SPARQL "
    "(https://…/sparql) ; sinon METIERS_ENGINE, sinon disk.",
)
def command(host: str | None, port: int | None, engine: str | None) -> None:
    """Servir la release en service, et suivre celles qui la remplacent."""
    if engine:
        os.environ["METIERS_ENGINE"] = engine
    settings = settings_of()
    _check(settings)
    with _listen(host or settings.host, settings.port if port is None else port) as listening:
        address, number = listening.getsockname()[:2]
        click.echo(f"Métiers en graphe : http://{address}:{number}/")
        _allow_many_files()
        serve(settings, listening)


def settings_of() -> Settings:
    """Return the settings of the environment; LoaderError where there is no release to serve."""
    where = home()
    where.current()
    try:
        return replace(Settings.from_environment(os.environ), home=where.root)
    except SettingsError as error:
        raise UsageError(str(error)) from error


def _check(settings: Settings) -> None:
    """Raise LoaderError where a remote engine cannot answer for the release in service."""
    if settings.remote is not None:
        try:
            open_release((settings.home / CURRENT).resolve(), settings.remote)
        except ReleaseError as error:
            raise LoaderError(str(error)) from error


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a host and a port; LoaderError where that cannot be."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise UsageError(f"adresse inconnue : {host}") from error
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD)
    try:
        listening.bind(address)
    except OSError as error:
        listening.close()
        reason = "déjà pris, ou pas à cette machine"
        raise LoaderError(f"{host}:{port} : {reason}") from error
    listening.listen(_BACKLOG)
    listening.set_inheritable(True)
    return listening


def _allow_many_files() -> None:
    """Let each process hold as many connections as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
