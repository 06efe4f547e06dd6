"""`metiers pull`: take the release of another server, and put it in service here."""

from collections.abc import Iterator
from importlib.metadata import version

import click

from loader.cli.console import download_bar, home, megabytes, number, print_table
from loader.pull.pull import PullResult, pull


@click.command("pull")
@click.argument("url", metavar="URL")
def command(url: str) -> None:
    """Prendre la release d'un autre serveur (« metiers serve »), et la mettre en service.

    Elle est prise à côté de celle qui sert, vérifiée octet pour octet, puis échangée d'un coup ; un
    serveur qui tourne la suit. Ce qui fut coupé reprend où il en était. Sortie 0 ; 1 si rien n'a
    changé ; 2 si la commande est mal écrite.
    """
    with download_bar("release") as watch:
        pulled = pull(url, home(), watch)
    print_table(f"Release {pulled.manifest.digest[:12]} en service", _rows(pulled))
    ours = f"metiers-graphe {version('metiers-graphe')}"
    if pulled.manifest.software != ours:
        built = pulled.manifest.software or "un logiciel qui ne se dit pas"
        click.echo(f"construite par {built}, ici {ours} [remarque]", err=True)


def _rows(pulled: PullResult) -> Iterator[tuple[str, str]]:
    """Yield the rows of the summary."""
    yield "fichiers", number(pulled.files)
    yield "pris", "déjà là" if pulled.known else megabytes(pulled.taken)
    yield "quads", number(pulled.manifest.counts["quads"])
    yield "construite", pulled.manifest.built
