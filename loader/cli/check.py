"""`metiers check`: validate files without building: the problems that a build would report."""

from pathlib import Path

import click

from loader.cli.console import (
    number,
    print_table,
)
from loader.cli.sources import edition_option, read_sources, sources_argument
from loader.corpus.problems import errors_among
from loader.editions.options import parse_edition_options
from loader.release.manifest_counts import LISTS, count_problems
from loader.view.conflicts import field_name, find_conflicts
from loader.view.formation_counts import count_formations


@click.command("check")
@sources_argument
@edition_option
@click.option(
    "--all-remarks", is_flag=True, help="Dire toutes les remarques, non vingt de chaque sorte."
)
def command(sources: tuple[Path, ...], edition: tuple[str, ...], all_remarks: bool) -> None:
    """Lire des fichiers et dire ce qui n'y va pas, sans rien construire.

    Sortie 0 ; 1 s'il y a des erreurs ; 2 si la commande est mal écrite.
    """
    editions = parse_edition_options(edition, sources)
    corpus = read_sources(sources, editions, all_remarks=all_remarks)
    rows = [(f"fichiers : {taken}", number(files)) for taken, files in corpus.file_counts.items()]
    rows.append(("fiches lues", number(len(corpus.fiches))))
    rows.append(("fiches de formations lues", number(len(corpus.fiches_formations))))
    grave = len(errors_among(corpus.problems))
    rows.append(("erreurs", number(grave)))
    rows.append(("remarques", number(len(corpus.problems) - grave)))
    rows += ((kind, number(n)) for kind, n in count_problems(corpus.problems).items())
    for key, metiers in find_conflicts(corpus.fiches).items():
        rows.append((f"éditions en désaccord : {field_name(key)}", number(len(metiers))))
    formations = count_formations(corpus)
    rows.append(("formations nommées", number(formations["formations"])))
    rows.append(("formations sans description", number(formations["formations_undescribed"])))
    print_table("Vérification", rows)
    if formations["formations_undescribed"]:
        listing = LISTS["formations_undescribed"]
        click.echo(f"Formations sans description, une fois construites : queries/{listing}.rq")
    raise SystemExit(1 if grave else 0)
