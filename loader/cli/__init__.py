"""The command `metiers`: each subcommand is a module, imported when it is called."""

import sqlite3
import sys
from importlib import import_module
from typing import Final

import click

from loader.cli.french import speak_french
from loader.corpus.problems import LoaderError, UsageError, system_reason

_COMMANDS: Final = {
    "build": "Construire une release depuis des fichiers et des dossiers, et la mettre en service.",
    "check": "Lire des fichiers et dire ce qui n'y va pas, sans rien construire.",
    "export": "Rendre des fiches, reconstruites mot pour mot depuis leur graphe nommé.",
    "query": "Poser une question SPARQL à la release en service.",
    "resolve": "Dire à quoi mènent les codes d'un CSV : ROME, ESCO, RNCP et d'autres.",
    "serve": "Servir la release en service, et suivre celles qui la remplacent.",
    "mcp": "Répondre à un assistant (MCP), sur l'entrée et la sortie standard.",
    "releases": "Énumérer les releases, de la plus ancienne à la plus récente.",
    "prune": "Effacer les plus anciennes releases, sauf celle qui sert et celle d'avant.",
    "rollback": (
        "Remettre en service la release d'avant, ou celle dont l'empreinte commence par EMPREINTE."
    ),
    "diff": "Dire ce qui a changé de la release A à la release B.",
    "publish": "Publier la release en service dans un magasin distant (Oxigraph, Virtuoso).",
    "pull": "Prendre la release d'un autre serveur (« metiers serve »), et la mettre en service.",
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, whole: click's own would cut it to one line."""
        with formatter.section("Commandes"):
            formatter.write_dl(list(_COMMANDS.items()))


speak_french()


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)
@click.version_option(package_name="metiers-graphe", prog_name="metiers")
def group() -> None:
    """Les fiches métiers de l'Onisep en graphe : construire, exporter, interroger, servir.

    Les releases sont rangées dans METIERS_HOME (par défaut ./var).
    """


def main() -> None:
    """Run the command; an error of the loader is printed by itself, without traceback."""
    try:
        group(prog_name="metiers")
    except UsageError as error:
        click.echo(f"Erreur : {error}", err=True)
        sys.exit(2)
    except OSError as error:
        place = f"{error.filename} : " if error.filename else ""
        click.echo(f"Erreur : {place}{system_reason(error)}", err=True)
        sys.exit(1)
    except (LoaderError, sqlite3.Error) as error:
        click.echo(f"Erreur : {error}", err=True)
        sys.exit(1)
