"""Sources that a command is given: their editions, their reading, their problems a line each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click
from rich.progress import track

from loader.cli.console import errors, others
from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import Gravity, Problem, UnreadableCorpusError
from loader.editions.editions import Editions

_SHOWN: Final = 20
"""How many problems of one kind are printed before the rest is only counted."""

sources_argument = click.argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="SOURCES...",
    type=click.Path(exists=True, path_type=Path),
)
edition_option = click.option(
    "--edition",
    multiple=True,
    metavar="SOURCE=ÉDITION",
    help=(
        "Édition de ce qui ne la dit pas : d'une source (onisep-metiers=2025-10), d'un dossier"
        " (fiches/=2025-10), cherché ici et sous les SOURCES ; ou d'un fichier, quoi qu'il en dise."
    ),
)


def read_sources(
    sources: Sequence[Path], editions: Editions, *, all_remarks: bool = False
) -> Corpus:
    """Read files, and print their problems; may raise `LoaderError`."""
    try:
        corpus = read_corpus(sources, editions, _track_reading)
    except UnreadableCorpusError as error:
        print_problems(error.problems, all_remarks)
        raise
    print_problems(corpus.problems, all_remarks)
    return corpus


def print_problems(problems: Sequence[Problem], all_remarks: bool) -> None:
    """Print each problem as `path:line: reason` on standard error, errors last.

    Of each kind of remark twenty, or all.
    """
    counts: Counter[str] = Counter()
    for each in sorted(problems, key=lambda p: (p.gravity is Gravity.ERREUR, p)):
        counts[each.kind] += 1
        if each.gravity is Gravity.ERREUR or all_remarks or counts[each.kind] <= _SHOWN:
            click.echo(f"{each} [{each.gravity}]", err=True)
    for kind, count in counts.items():
        if count > _SHOWN and not all_remarks and not _has_errors_of(problems, kind):
            rest = others(count - _SHOWN, "remarque")
            click.echo(f"… et {rest} « {kind} » : metiers check --all-remarks les dit", err=True)


def _has_errors_of(problems: Iterable[Problem], kind: str) -> bool:
    return any(each.kind == kind and each.gravity is Gravity.ERREUR for each in problems)


def _track_reading(paths: Iterable[Path], total: int) -> Iterable[Path]:
    """Show a progress bar over the files that are read; silent when not on a terminal."""
    return track(paths, "Lecture", total, console=errors, disable=not errors.is_terminal)
