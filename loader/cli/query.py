"""`metiers query`: a SPARQL query over the release that serves, answered in the terminal."""

import re
from pathlib import Path
from typing import Final

import click
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
)
from rich.table import Table
from rich.text import Text

from loader.cli.console import home, output
from loader.corpus.problems import LoaderError, UsageError, excerpt
from loader.release.release_reader import BuiltRelease
from ontology import prefixes
from ontology.turtle import turtle

_AT: Final = re.compile(r"error at (\d+):(\d+): ", re.ASCII)
_MESSAGE: Final = 200
"""How many characters of the parser's message are shown: it names whole ranges of letters."""


@click.command("query")
@click.argument("query", metavar="TEXTE | FICHIER.rq")
def command(query: str) -> None:
    """Poser une question SPARQL à la release en service.

    Les préfixes de l'ontologie sont connus d'avance. Sur un terminal, une table ; sinon du TSV,
    ou du Turtle pour un graphe.
    """
    text = _read(Path(query)) if query.endswith(".rq") else query
    release = BuiltRelease(home().current())
    try:
        _print(release.store.query(text, prefixes=dict(prefixes())))
    except SyntaxError as error:
        raise UsageError(f"question mal écrite{_place(str(error))}") from error
    except (RuntimeError, OSError, ValueError) as error:
        raise LoaderError(f"la question n'a pas pu être évaluée : {error}") from error


def _place(message: str) -> str:
    """Return where the parser stopped, and the beginning of all that it would have read there."""
    first = message.partition("\n")[0]
    found = _AT.match(first)
    at = f", ligne {found[1]}, colonne {found[2]}" if found else ""
    return f"{at} : {excerpt(first[found.end() :] if found else first, _MESSAGE)}"


def _print(results: QuerySolutions | QueryBoolean | QueryTriples) -> None:
    if isinstance(results, QueryBoolean):
        click.echo("oui" if results else "non")
    elif isinstance(results, QuerySolutions):
        _print_solutions(results)
    else:
        click.echo(turtle(sorted(results, key=lambda triple: f"{triple} .")), nl=False)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{file} : {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} : {error}") from error


def _print_solutions(results: QuerySolutions) -> None:
    if not output.is_terminal:
        click.echo(results.serialize(format=QueryResultsFormat.TSV), nl=False)
        return
    table = Table(*(variable.value for variable in results.variables))
    for solution in results:
        table.add_row(*(Text(_shown(value)) for value in solution))
    output.print(table)


def _shown(value: object) -> str:
    """Return a term as a reader wants it: a text, or an IRI shortened by its prefix."""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, NamedNode):
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
