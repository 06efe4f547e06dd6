"""Console of the commands: progress bars, summary tables, numbers as they are read."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TransferSpeedColumn,
    track,
)
from rich.table import Table

from loader.release.release_directory import ReleaseDirectory

T = TypeVar("T")

_FEW: Final = 20

errors = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False)


def home() -> ReleaseDirectory:
    """Return the directory of releases that the environment names."""
    return ReleaseDirectory(Path(os.path.realpath(os.environ.get("METIERS_HOME") or "var")))


def track_writing(fiches: Sequence[T]) -> Iterable[T]:
    """Show a progress bar over the fiches that are written; silent for a few, or off a terminal."""
    quiet = not errors.is_terminal or len(fiches) < _FEW
    return track(fiches, "Écriture", len(fiches), console=errors, disable=quiet)


@contextmanager
def step_status() -> Iterator[Callable[[str], None]]:
    """Give a function that shows which step is under way; silent when not on a terminal."""
    if not errors.is_terminal:
        yield lambda _: None
        return
    with errors.status("…") as status:
        yield status.update


@contextmanager
def download_bar(name: str) -> Iterator[Callable[[int, int | None], None]]:
    """Give a function that shows how many bytes are through; silent when not on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, TransferSpeedColumn(), console=errors, disable=not errors.is_terminal
    ) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def count_bar(name: str) -> Iterator[Callable[[int, int | None], None]]:
    """Give a function that shows how many things are through; silent when not on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


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


def megabytes(size: int) -> str:
    """Return a number of bytes as it is read: « 809 Mo »."""
    return f"{number(round(size / 10**6))} Mo"


def counted(count: int, what: str) -> str:
    """Return a number of things: « 1 erreur », « 1 056 erreurs »."""
    return f"{number(count)} {what}{'s' if count > 1 else ''}"


def others(count: int, what: str = "") -> str:
    """Return how many more there are: « 1 autre », « 1 056 autres remarques »."""
    mark = "s" if count > 1 else ""
    return f"{number(count)} autre{mark} {what}{mark if what else ''}".rstrip()
