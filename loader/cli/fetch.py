"""`metiers fetch`: download the publishers' files, as they publish them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from loader.cli.console import download_bar, home, number, print_table
from loader.corpus.problems import LoaderError
from loader.editions.options import blank_edition, edition_option
from loader.fetch.addresses import ADDRESSES
from loader.fetch.atomic_files import lock_folder
from loader.fetch.fetch import FetchResult, fetch
from loader.fetch.limits import LIMITS


@click.command("fetch")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=click.Choice(list(ADDRESSES)))
@click.option(
    "--into",
    metavar="DOSSIER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier où ranger les fichiers ; sinon « sources » dans METIERS_HOME.",
)
def command(sources: tuple[str, ...], into: Path | None) -> None:
    """Récupérer les fichiers officiels : ceux des sources nommées, ou tous.

    Un fichier n'est remplacé que par un fichier entier et sain, et seulement s'il a changé. Ce qui
    fut coupé reprend où il en était. Sortie 0 ; 1 si une source a manqué ; 2 si la commande est mal
    écrite.
    """
    folder = into or home().root / "sources"
    wanted = list(dict.fromkeys(sources)) or list(ADDRESSES)
    with lock_folder(folder):
        fetched = dict(_fetch_all(wanted, folder))
    if fetched:
        print_table(f"Fichiers dans {folder}", _rows(fetched))
    raise SystemExit(0 if len(fetched) == len(wanted) else 1)


def _fetch_all(wanted: Iterable[str], folder: Path) -> Iterator[tuple[str, FetchResult]]:
    """Yield the sources that are in place; one that fails is reported, and stops no other."""
    for source in wanted:
        try:
            with download_bar(source) as watch:
                fetched = fetch(ADDRESSES[source], folder, LIMITS, watch)
        except (LoaderError, OSError) as error:
            click.echo(f"{source} : {error} [erreur]", err=True)
            continue
        if fetched.changed and fetched.edition is None:
            click.echo(
                f"{source} : {_missing_edition(source, fetched, folder)} [remarque]", err=True
            )
        yield source, fetched


def _missing_edition(source: str, fetched: FetchResult, folder: Path) -> str:
    """Return the remark on a new file whose edition nobody states: what to do."""
    file = folder / "sources.toml"
    option = edition_option(fetched.file, blank_edition(source))
    advice = f"l'écrire dans {file}, ou construire avec {option}"
    if fetched.withdrawn is None:
        return f"l'éditeur ne dit pas l'édition : {advice}"
    old = f"« {fetched.withdrawn} » retirée de {file}"
    return f"l'éditeur ne dit plus l'édition : {old}, c'était celle de l'ancien fichier ; {advice}"


def _rows(fetched: dict[str, FetchResult]) -> Iterator[tuple[str, str]]:
    """Yield the rows of the summary."""
    for source, each in fetched.items():
        state = f"édition {each.edition or 'non dite'}" if each.changed else "inchangé"
        yield f"{source} : {each.file.name}", f"{number(each.size)} octets, {state}"
