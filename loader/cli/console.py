"""Console of the commands: progress bars, problems a line each, summary tables, shared options."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from loader.corpus.problems import Gravity, Problem
from loader.editions.editions import Editions, parse_edition_options
from loader.release.release_directory import ReleaseDirectory
from loader.sources.catalogue import SOURCES

_SHOWN: Final = 20
"""How many problems of one kind are printed before the rest is only counted."""

_FEW: Final = 20

errors = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False)

sources_argument = click.argument(
    "sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
edition_option = click.option(
    "--edition",
    multiple=True,
    metavar="SOURCE=ÉDITION",
    help="Édition d'une source (onisep-metiers=2025-10), d'un dossier ou d'un fichier.",
)


def home() -> ReleaseDirectory:
    """Return the directory of releases that the environment names."""
    return ReleaseDirectory(Path(os.environ.get("METIERS_HOME") or "var").resolve())


def editions_of(options: tuple[str, ...]) -> Editions:
    """Return the editions that the `--edition` options of a command state."""
    return parse_edition_options(options, SOURCES.__contains__)


def track_reading(paths: Iterable[Path], total: int) -> Iterable[Path]:
    """Show a progress bar over the files that are read; silent when not on a terminal."""
    return track(paths, "Lecture", total, console=errors, disable=not errors.is_terminal)


def track_writing(ids: Sequence[str]) -> Iterable[str]:
    """Show a progress bar over the fiches that are written; silent for a few, or off a terminal."""
    quiet = not errors.is_terminal or len(ids) < _FEW
    return track(ids, "Écriture", len(ids), console=errors, disable=quiet)


@contextmanager
def step_status() -> Iterator[Callable[[str], None]]:
    """Give a function that shows which step is under way; silent when not on a terminal."""
    if not errors.is_terminal:
        yield lambda _: None
        return
    with errors.status("…") as status:
        yield status.update


def print_problems(problems: Sequence[Problem]) -> None:
    """Print each problem as `path:line: reason` on standard error, the errors last."""
    counts: Counter[str] = Counter()
    for each in sorted(problems, key=lambda p: (p.gravity is Gravity.ERREUR, p)):
        counts[each.kind] += 1
        if each.gravity is Gravity.ERREUR or counts[each.kind] <= _SHOWN:
            click.echo(f"{each} [{each.gravity}]", err=True)
    for kind, count in counts.items():
        if count > _SHOWN and not _has_errors_of(problems, kind):
            rest = others(count - _SHOWN, "remarque")
            click.echo(f"… et {rest} « {kind} »", err=True)


def _has_errors_of(problems: Iterable[Problem], kind: str) -> bool:
    return any(each.kind == kind and each.gravity is Gravity.ERREUR for each in problems)


def print_table(title: str, rows: Iterable[tuple[str, str]]) -> None:
    """Print a table of two columns, the second to the right."""
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in rows:
        table.add_row(name, value)
    output.print(table)


def number(value: int) -> str:
    """Return a number as it is written in French, its thousands apart."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def others(count: int, what: str = "") -> str:
    """Return how many more there are: « 1 autre », « 1 056 autres remarques »."""
    mark = "s" if count > 1 else ""
    return f"{number(count)} autre{mark} {what}{mark if what else ''}".rstrip()
