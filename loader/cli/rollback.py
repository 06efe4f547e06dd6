"""`metiers rollback`: put an earlier release back in service."""

import click

from loader.cli.console import home


@click.command("rollback")
@click.argument("digest", metavar="[EMPREINTE]", required=False)
def command(digest: str | None) -> None:
    """Remettre en service la release d'avant, ou celle dont l'empreinte commence par EMPREINTE."""
    folder = home().rollback(digest)
    click.echo(f"release {folder.name[:12]} en service")
