"""`metiers check`: validate files without building: the problems that a build would report."""

from pathlib import Path

import click

from loader.cli.console import (
    edition_option,
    editions_of,
    number,
    print_problems,
    print_table,
    sources_argument,
    track_reading,
)
from loader.corpus.corpus import read_corpus
from loader.corpus.problems import Gravity, has_errors
from loader.release.manifest_counts import LISTS, count_problems
from loader.view.conflicts import field_name, find_conflicts
from loader.view.formation_counts import count_formations


@click.command("check")
@sources_argument
@edition_option
def command(sources: tuple[Path, ...], edition: tuple[str, ...]) -> None:
    """Lire des fichiers et dire ce qui n'y va pas, sans rien construire.

    Sortie 0 ; 1 s'il y a des erreurs ; 2 si la commande est mal écrite.
    """
    corpus = read_corpus(sources, editions_of(edition), track_reading)
    print_problems(corpus.problems)
    rows = [(f"fichiers : {taken}", number(files)) for taken, files in corpus.file_counts.items()]
    rows.append(("fiches lues", number(len(corpus.fiches))))
    grave = sum(each.gravity is Gravity.ERREUR for each in corpus.problems)
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
    raise SystemExit(1 if has_errors(corpus.problems) else 0)
