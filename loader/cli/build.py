"""`metiers build`: build a release from files, and put it in service."""

import shlex
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from loader.cli.console import (
    counted,
    home,
    number,
    print_table,
    step_status,
)
from loader.cli.sources import edition_option, read_sources, sources_argument
from loader.corpus.corpus import Corpus
from loader.editions.options import parse_edition_options
from loader.release.builder import VIOLATION, BuildResult, RefusedBuildError, build, room_to_build
from loader.release.release_directory import ReleaseDirectory

_FRENCH: Final = {
    "Violation": VIOLATION,
    "Warning": "forme, avertissement",
    "Info": "forme, information",
}
_LONGEST_COMMAND: Final = 400
"""Characters beyond which a command is not repeated: a shell may have named a thousand files."""


@click.command("build")
@sources_argument
@edition_option
@click.option("--accept-errors", is_flag=True, help="Publier malgré des erreurs, en le disant.")
@click.option("--skip-shacl", is_flag=True, help="Ne pas juger les formes SHACL.")
def command(
    sources: tuple[Path, ...], edition: tuple[str, ...], accept_errors: bool, skip_shacl: bool
) -> None:
    """Construire une release depuis des fichiers et des dossiers, et la mettre en service.

    Chaque fichier est reconnu à ce qu'il contient. Il n'y faut pas de fiches : un ROME seul fait
    une release, à comparer à une autre. Des erreurs, ou des formes violées, laissent l'ancienne
    release en service. Sortie 0 ; 1 si rien n'est publié ; 2 si la commande est mal écrite.
    """
    start = time.perf_counter()
    where, shapes = home(), not skip_shacl
    editions = parse_edition_options(edition, sources)
    with _ended_as_interrupted(), where.hold(room_to_build(sources)):
        corpus = read_sources(sources, editions)
        try:
            with step_status() as step:
                built = build(corpus, where, accept_errors=accept_errors, shacl=shapes, step=step)
        except RefusedBuildError as refused:
            _print_violations(refused.errors)
            _print_refusal(refused.errors, where)
            raise SystemExit(1) from refused
    _print_violations(built.errors)
    print_table(f"Release {built.manifest.digest[:12]} en service", _rows(corpus, built, start))
    if built.errors:
        click.echo(f"publiée malgré {counted(len(built.errors), 'erreur')}", err=True)


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Let SIGTERM leave as little behind as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_violations(errors: Iterable[tuple[str, str]]) -> None:
    """Print the violated shapes, each by its focus; the problems were printed before."""
    for kind, text in errors:
        if kind == VIOLATION:
            click.echo(f"{text} [violation]", err=True)


def _print_refusal(errors: Sequence[tuple[str, str]], where: ReleaseDirectory) -> None:
    """Print how many errors there are, the first of each kind, what serves and what to type."""
    serving = where.serving()
    state = f"la release {serving.name[:12]} reste" if serving else "aucune release n'est"
    click.echo(
        f"\n{counted(len(errors), 'erreur')} : rien n'est publié, {state} en service", err=True
    )
    counts = Counter(kind for kind, _ in errors)
    for kind, count in counts.most_common():
        first = next(text for each, text in errors if each == kind)
        click.echo(f"  {kind} ({number(count)}) : {first}", err=True)
    again = shlex.join(["metiers", *sys.argv[1:], "--accept-errors"])
    if len(again) > _LONGEST_COMMAND:
        again = "la même commande, avec --accept-errors"
    click.echo(f"Pour publier malgré tout : {again}", err=True)


def _rows(corpus: Corpus, built: BuildResult, start: float) -> Iterator[tuple[str, str]]:
    """Yield the rows of the summary."""
    counts = built.manifest.counts
    for taken, files in corpus.file_counts.items():
        yield f"fichiers : {taken}", number(files)
    yield "fiches", number(counts["fiches"])
    yield "fiches de formations", number(counts["fiches_formations"])
    yield "graphes nommés", number(counts["graphs"])
    yield "quads", number(counts["quads"])
    yield "dont vue par défaut", number(counts["view"])
    for kind, problems in built.manifest.problems.items():
        yield f"problèmes : {kind}", number(problems)
    for (severity, shape), found in Counter(
        (_FRENCH[each.severity], each.shape) for each in built.findings or ()
    ).items():
        yield f"{severity} : {shape}", number(found)
    if built.findings is None:
        yield "formes SHACL", "non jugées"
    for step, seconds in built.seconds.items():
        yield f"durée : {step}", _seconds(seconds)
    yield "durée totale", _seconds(time.perf_counter() - start)


def _seconds(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",")
