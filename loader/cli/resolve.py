"""`metiers resolve`: a CSV that has a column of codes, written anew with what each of them is."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click
from rich.progress import track

from loader.cli.console import errors, home, number
from loader.cli.sources import print_problems
from loader.corpus.problems import LoaderError, UsageError
from loader.sources.damage import damage_of
from loader.sources.documents import Document, read_documents
from server.codes.code_table import CodeTable
from server.codes.csv_column import LONGEST_CELL, CsvError, CsvTable, csv_lines, read_csv
from server.codes.resolution import ColumnResolution, resolve_codes
from server.codes.schemes import ANY_ROME, SCHEMES

_STATUSES: Final = {
    "ambiguous": "de plusieurs sens",
    "unknown": "inconnus",
    "malformed": "mal formés",
}
_SHOWN: Final = 10
"""How many codes that are nothing are shown."""


@click.command("resolve")
@click.argument(
    "file", metavar="FICHIER.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--column", metavar="NOM", default="", help="La colonne des codes.")
@click.option(
    "--label-column",
    metavar="NOM",
    default="",
    help="La colonne des libellés : un code ROME ne dit pas de quel ROME il est, son libellé si.",
)
@click.option(
    "--scheme",
    metavar="NOMENCLATURE",
    type=click.Choice([ANY_ROME, *SCHEMES]),
    help="La nomenclature de tous les codes, si on la sait.",
)
@click.option(
    "-o",
    "--output",
    "written",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Le fichier à écrire ; sinon la sortie standard.",
)
def command(
    file: Path, column: str, label_column: str, scheme: str | None, written: Path | None
) -> None:
    """Dire à quoi mènent les codes d'un CSV : ROME, ESCO, RNCP et d'autres.

    Le CSV est rendu tel quel, suivi de colonnes : la chose et sa nomenclature, les métiers derrière
    elle, leurs niveaux, leurs certifications. L'encodage et le séparateur sont reconnus.
    """
    table = _read(file)
    try:
        where = table.column(column, label_column)
    except CsvError as error:
        names = ", ".join(table.header)
        raise UsageError(f"{file} : aucune colonne « {error.what} » ; il y a : {names}") from error
    found = resolve_codes(_codes(), table.cells(where), scheme or "")
    lines = track(
        csv_lines(table, found.cells, found.metiers),
        "Écriture",
        len(table.rows) + 1,
        console=errors,
        disable=not errors.is_terminal,
    )
    _write(lines, written)
    _tell(found, table.header[where.code])


def _read(file: Path) -> CsvTable:
    """Return the table that a file holds; what looks damaged in it is told."""
    documents = [each for each in read_documents(file) if isinstance(each, Document)]
    if len(documents) != 1:
        raise UsageError(f"{file} : ce n'est pas un fichier CSV")
    print_problems(damage_of(documents[0], table=False), all_remarks=True)
    try:
        return read_csv(documents[0].data)
    except CsvError as error:
        place = f"{file}:{error.row + 1}" if error.row else str(file)
        reason = {
            "encoding": "ni UTF-8, ni UTF-16, ni windows-1252",
            "empty": "pas d'en-tête",
            "cells": f"pas autant de cellules que l'en-tête ({error.what})",
            "syntax": f"guillemet mal fermé, ou cellule de plus de {number(LONGEST_CELL)} signes",
        }[error.reason]
        raise UsageError(f"{place} : {reason}") from error


def _codes() -> CodeTable:
    try:
        return CodeTable(home().current())
    except (OSError, ValueError) as error:
        raise LoaderError(f"la release n'a pas de table des codes : {error}") from error


def _write(lines: Iterable[str], place: Path | None) -> None:
    if place is None:
        for line in lines:
            sys.stdout.buffer.write(line.encode())
        sys.stdout.buffer.flush()
        return
    with place.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _tell(found: ColumnResolution, name: str) -> None:
    """Say on standard error what the column is, and which of its codes are nothing."""
    verdict = found.verdict
    if verdict.scheme:
        one = verdict.agreeing == 1
        noun, are = ("code", "est un code") if one else ("codes", "sont des codes")
        said = f"{number(verdict.agreeing)} {noun} sur {number(verdict.codes)} {are}"
        by_label = f" ({number(verdict.by_label)} par leur libellé)" if verdict.by_label else ""
        taken = f", {number(verdict.by_column)} comme les autres" if verdict.by_column else ""
        click.echo(f"{name} : {said} {verdict.title}{by_label}{taken}", err=True)
    for status, words in _STATUSES.items():
        codes = dict.fromkeys(each.cell.code for each in found.cells if each.status == status)
        if codes:
            shown = ", ".join(list(codes)[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
            click.echo(f"{number(len(codes))} {words} : {shown}", err=True)
            if status == "ambiguous":
                click.echo(
                    "  --label-column, ou --scheme (rome-v3, rome-v4…), les départage", err=True
                )
