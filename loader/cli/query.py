"""`metiers query`: a SPARQL query over the release that serves, answered in the terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Final

import click
import pyoxigraph as ox
from rich.table import Table
from rich.text import Text

from loader.cli.console import home, output
from loader.corpus.problems import LoaderError, UsageError, system_reason
from loader.release.release_reader import BuiltRelease
from ontology import prefixes
from ontology.turtle import turtle
from server.engine.errors import RefusedQueryError, UnreadableQueryError
from server.engine.evaluation import FAILURES, Results, evaluate, serialize
from server.engine.interface import Question
from server.sparql.diagnosis import explain
from server.sparql.unknown_terms import unknown_terms

_OF_ROWS: Final = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
_OF_GRAPHS: Final = ("ttl", "nt")


@click.command("query")
@click.argument("query", metavar="(TEXTE | FICHIER.rq | -)")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *sorted(_OF_ROWS), *_OF_GRAPHS]),
    help="Lignes : table, csv, json, tsv ou xml. Graphe : ttl ou nt.",
)
@click.option(
    "--timeout",
    metavar="SECONDES",
    type=click.FloatRange(0, 1e6, min_open=True),
    help="Abandonner au bout de ce temps.",
)
def command(query: str, form: str | None, timeout: float | None) -> None:
    """Poser une question SPARQL à la release en service.

    Un texte, un fichier, ou l'entrée standard (« - »). Les préfixes de l'ontologie sont connus
    d'avance. Sur un terminal, une table ; sinon du TSV, ou du Turtle pour un graphe.
    """
    text = _read(query).removeprefix("\ufeff")
    release = BuiltRelease(home().current())
    try:
        with _time_limit(timeout):
            _write(evaluate(release.store, Question(text, None, None), prefixes()), form)
    except UnreadableQueryError as error:
        fault = explain(str(error), text, prefixes(), are_declared=True)
        place = f"ligne {fault.line}, colonne {fault.column}"
        raise UsageError(f"question mal écrite, {place} : {fault.reason}") from error
    except RefusedQueryError as error:
        raise UsageError(str(error)) from error
    except BrokenPipeError:
        raise
    except FAILURES as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        is_output = isinstance(error, OSError) and error.errno
        what = (
            "la réponse n'a pas pu être écrite"
            if is_output
            else "la question n'a pas pu être évaluée"
        )
        raise LoaderError(f"{what} : {reason}") from error
    for sentence in unknown_terms(text, {"mg"}):
        click.echo(f"Remarque : {sentence}", err=True)


def _read(query: str) -> str:
    """Return a query: what is typed, or what the standard input or the file that it names holds."""
    if query != "-" and not query.endswith(".rq") and not os.path.isfile(query):
        return query
    try:
        data = sys.stdin.buffer.read() if query == "-" else Path(query).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{query} : {system_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{query} : octet {data[error.start]:#04x}, pas de l'UTF-8") from error


@contextmanager
def _time_limit(seconds: float | None) -> Iterator[None]:
    """End the process when the time is over: the engine, which frees the GIL, cannot be stopped."""
    if seconds is None:
        yield
        return
    timer = Timer(seconds, _give_up, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _give_up(seconds: float) -> None:
    click.echo(f"Erreur : pas de réponse entière en {seconds:g} s (--timeout)", err=True)
    os._exit(1)


def _write(results: Results, form: str | None) -> None:
    """Write an answer in a form, or in the one that suits it and who reads."""
    if not isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        _write_graph(results, form or "ttl")
    elif form in _OF_GRAPHS:
        raise UsageError(f"{form} est pour un graphe ; ici table, {', '.join(sorted(_OF_ROWS))}")
    elif form in _OF_ROWS:
        serialize(results, _OF_ROWS[form], sys.stdout.buffer, prefixes())
    elif isinstance(results, ox.QueryBoolean):
        click.echo("oui" if results else "non")
    elif form == "table" or output.is_terminal:
        _print_table(results)
    else:
        serialize(results, _OF_ROWS["tsv"], sys.stdout.buffer, prefixes())


def _write_graph(results: Iterator[ox.Triple], form: str) -> None:
    if form not in _OF_GRAPHS:
        raise UsageError(f"{form} est pour des lignes ; pour un graphe, {' ou '.join(_OF_GRAPHS)}")
    triples = sorted(results, key=lambda triple: f"{triple} .")
    if form == "ttl":
        click.echo(turtle(triples), nl=False)
    else:
        ox.serialize(triples, sys.stdout.buffer, format=ox.RdfFormat.N_TRIPLES)


def _print_table(results: ox.QuerySolutions) -> None:
    table = Table(*(variable.value for variable in results.variables))
    for solution in results:
        table.add_row(*(Text(_shown(value)) for value in solution))
    output.print(table)


def _shown(value: object) -> str:
    """Return a term as a reader wants it: a text, or an IRI shortened by its prefix."""
    if isinstance(value, ox.Literal):
        return value.value
    if isinstance(value, ox.NamedNode):
        return min(
            (
                f"{prefix}:{value.value.removeprefix(start)}"
                for prefix, start in prefixes().items()
                if value.value.startswith(start)
            ),
            key=len,
            default=f"<{value.value}>",
        )
    return "" if value is None else str(value)
