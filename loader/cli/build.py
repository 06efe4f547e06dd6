"""`metiers build`: build a release from files, and put it in service."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from loader.cli.console import (
    edition_option,
    editions_of,
    home,
    number,
    print_problems,
    print_table,
    sources_argument,
    step_status,
    track_reading,
)
from loader.corpus.corpus import Corpus, read_corpus
from loader.corpus.problems import has_errors
from loader.release.builder import BuildResult, build

_FRENCH: Final = {
    "Violation": "forme violée",
    "Warning": "forme, avertissement",
    "Info": "forme, information",
}


@click.command("build")
@sources_argument
@edition_option
@click.option("--strict", is_flag=True, help="Une erreur laisse l'ancienne release en place.")
@click.option("--skip-shacl", is_flag=True, help="Ne pas juger les formes SHACL.")
def command(
    sources: tuple[Path, ...], edition: tuple[str, ...], strict: bool, skip_shacl: bool
) -> None:
    """Construire une release depuis des fichiers et des dossiers, et la mettre en service.

    Chaque fichier est reconnu à ce qu'il contient. Il n'y faut pas de fiches : un ROME seul fait
    une release, à comparer à une autre. Sortie 0 ; 1 s'il y a des erreurs ; 2 si la
    commande est mal écrite.
    """
    start = time.perf_counter()
    corpus = read_corpus(sources, editions_of(edition), track_reading)
    print_problems(corpus.problems)
    with step_status() as step:
        built = build(corpus, home(), strict=strict, shacl=not skip_shacl, step=step)
    _print_findings(built)
    print_table(f"Release {built.manifest.digest[:12]} en service", _rows(corpus, built, start))
    raise SystemExit(1 if has_errors(corpus.problems) or _violations(built) else 0)


def _violations(built: BuildResult) -> int:
    """Return how many violations of a shape were found."""
    return sum(each.severity == "Violation" for each in built.findings or ())


def _print_findings(built: BuildResult) -> None:
    """Print the violations, each by its focus; the rest is counted in the table."""
    for each in built.findings or ():
        if each.severity == "Violation":
            click.echo(f"{each.focus}: {each.shape} : {each.message} [violation]", err=True)


def _rows(corpus: Corpus, built: BuildResult, start: float) -> Iterator[tuple[str, str]]:
    """Yield the rows of the summary."""
    counts = built.manifest.counts
    for taken, files in corpus.file_counts.items():
        yield f"fichiers : {taken}", number(files)
    yield "fiches", number(counts["fiches"])
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
