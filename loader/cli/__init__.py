"""The command `metiers`: each subcommand is a module, imported when it is called."""

import sqlite3
import sys
from importlib import import_module
from typing import Final

import click

from loader.corpus.problems import LoaderError, UsageError

_COMMANDS: Final = (
    "build", "check", "export", "query", "serve", "releases", "rollback", "diff", "fetch",
)  # fmt: skip


class _LazyGroup(click.Group):
    """A group that imports a subcommand only when it is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"loader.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="metiers-graphe", prog_name="metiers")
def group() -> None:
    """Les fiches métiers de l'Onisep en graphe : construire, exporter, interroger, servir.

    Les releases sont rangées dans METIERS_HOME (par défaut ./var).
    """


def main() -> None:
    """Run the command; an error of the loader is printed by itself, without traceback."""
    try:
        group()
    except UsageError as error:
        click.echo(f"Erreur : {error}", err=True)
        sys.exit(2)
    except (LoaderError, OSError, sqlite3.Error) as error:
        click.echo(f"Erreur : {error}", err=True)
        sys.exit(1)
