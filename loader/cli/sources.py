"""What the commands that read files share: their arguments, and the editions they state."""

from pathlib import Path

import click

from loader.editions import Editions, parse_stated
from loader.sources.catalogue import SOURCES

sources_argument = click.argument(
    "sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
edition_option = click.option(
    "--edition",
    multiple=True,
    metavar="SOURCE=ÉDITION",
    help="Édition d'une source (onisep-metiers=2025-10), d'un dossier ou d'un fichier.",
)


def editions_of(options: tuple[str, ...]) -> Editions:
    """Return who names the editions, from the options of a command."""
    return parse_stated(options, SOURCES.__contains__)
