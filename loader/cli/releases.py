"""`metiers releases`: list the releases on disk, and which one serves."""

from datetime import datetime

import click
from rich.table import Table

from loader.cli.console import home, megabytes, number, output
from loader.release.release_directory import size_on_disk


@click.command("releases")
def command() -> None:
    """Énumérer les releases, de la plus ancienne à la plus récente."""
    where = home()
    built = where.list_releases()
    if not built:
        click.echo(f"aucune release dans {where.root}")
        return
    table = Table("", "empreinte", "construite", "fiches", "quads", "disque", "sources")
    for folder, manifest in built:
        row = (
            "→" if where.serves(folder) else "",
            manifest.digest[:12],
            f"{datetime.fromisoformat(manifest.built):%d/%m/%Y %H:%M:%S}",
            number(manifest.counts["fiches"]),
            number(manifest.counts["quads"]),
            megabytes(size_on_disk(folder)),
            "\n".join(f"{source.id} {source.edition}" for source in manifest.sources),
        )
        table.add_row(*row)
        if not output.is_terminal:
            click.echo("\t".join(row).replace("\n", ", "))
    if output.is_terminal:
        output.print(table)
