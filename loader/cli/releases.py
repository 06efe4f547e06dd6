"""`metiers releases`: what is on disk, and which one serves."""

import click
from rich.table import Table

from loader.cli.console import home, number, output


@click.command("releases")
def command() -> None:
    """Énumérer les releases, de la plus ancienne à la plus récente."""
    where = home()
    built = where.built()
    if not built:
        click.echo(f"aucune release dans {where.root}")
        return
    table = Table("", "empreinte", "construite", "fiches", "quads", "sources")
    for folder, manifest in built:
        sources = ", ".join(f"{source.id} {source.edition}" for source in manifest.sources)
        counts = manifest.counts
        table.add_row(
            "→" if where.serves(folder) else "",
            manifest.digest[:12],
            manifest.built,
            number(counts["fiches"]),
            number(counts["quads"]),
            sources,
        )
    output.print(table)
