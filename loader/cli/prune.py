"""`metiers prune`: remove the oldest releases from the disk."""

import click

from loader.cli.console import counted, home, megabytes
from loader.corpus.problems import LoaderError
from loader.release.release_directory import size_on_disk


@click.command("prune")
@click.option(
    "--keep",
    required=True,
    metavar="N",
    type=click.IntRange(1),
    help="Combien en garder, les plus récentes.",
)
def command(keep: int) -> None:
    """Effacer les plus anciennes releases, sauf celle qui sert et celle d'avant."""
    where = home()
    if not where.releases.is_dir():
        raise LoaderError(f"aucune release dans {where.root}")
    before = size_on_disk(where.releases)
    with where.hold():
        removed = where.prune(keep)
    freed = before - size_on_disk(where.releases)
    click.echo(f"{counted(len(removed), 'release')} de moins, {megabytes(freed)} de plus de libres")
