"""The command `metiers`: each subcommand is a module, imported when it is called."""

import sqlite3
import sys
from importlib import import_module
from typing import Final

import click

from loader.corpus.problems import LoaderError, UsageError

_COMMANDS: Final = {
    "build": "Construire une release depuis des fichiers et des dossiers, et la mettre en service.",
    "check": "Lire des fichiers et dire ce qui n'y va pas, sans rien construire.",
    "export": "Rendre des fiches, reconstruites mot pour mot depuis leur graphe nommé.",
    "query": "Poser une question SPARQL à la release en service.",
    "serve": "Servir la release en service, et suivre celles qui la remplacent.",
    "releases": "Énumérer les releases, de la plus ancienne à la plus récente.",
    "rollback": (
        "Remettre en service la release d'avant, ou celle dont l'empreinte commence par EMPREINTE."
    ),
    "diff": "Dire ce qui a changé de la release A à la release B.",
    "fetch": "Récupérer les fichiers officiels : ceux des sources nommées, ou tous.",
}
"""What each command is for: its docstring's first line, to be read without its imports."""


class _LazyGroup(click.Group):
    """A group that describes a subcommand from the table, and imports only the one it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        purpose = _COMMANDS.get(cmd_name)
        return click.Command(cmd_name, help=purpose) if purpose else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        return name, import_module(f"loader.cli.{name}").command, rest


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
