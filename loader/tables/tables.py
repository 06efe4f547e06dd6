"""Tables builder: each query of `queries/tables` as CSV, XLSX and Parquet, and a description.

The same view makes the same bytes: rows and lists are sorted, and no file tells when it was made.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb
from pyoxigraph import Store
from xlsxwriter import Workbook

from loader.model.solutions import text_rows
from loader.tables.columns import COLUMNS, SEPARATOR, TableColumn
from loader.tables.description import TableFile, WrittenTable, write_descriptions
from queries import Query, folder
from server.releases.layout import TABLES_FOLDER

__all__ = ["build_tables"]

_TYPES: Final = {"integer": "BIGINT", "decimal": "DOUBLE"}
_NUMBERS: Final = frozenset(_TYPES)
_ENGINE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 1,
    "memory_limit": "256MB",
}
_NO_DAY: Final = datetime(2000, 1, 1)
"""The day at which a workbook says that it was made: that of the release is in its name."""
_WIDTH: Final = {"text": 30, "iri": 40, "list": 30, "integer": 10, "decimal": 10}

Rows = Sequence[Sequence[str]]


def build_tables(store: Store, directory: Path, digest: str) -> None:
    """Write the tables of a store's view into a folder of a folder, for a release of some digest.

    May raise `OSError`, and `duckdb.Error` where it cannot write.
    """
    place = directory / TABLES_FOLDER
    place.mkdir()
    with duckdb.connect(config=_ENGINE) as engine:
        written = [_write(store, query, place, engine) for query in folder("tables").values()]
    write_descriptions(written, place, digest)


def _write(
    store: Store, query: Query, place: Path, engine: duckdb.DuckDBPyConnection
) -> WrittenTable:
    """Write one table in its three forms, and return what it holds."""
    name = query.name.partition("/")[2]
    header, *rows = text_rows(store, query)
    columns = [COLUMNS[each] for each in header]
    rows = sorted(_sorted_lists(rows, columns))
    paths = [place / f"{name}.{form}" for form in ("csv", "xlsx", "parquet")]
    _write_csv(paths[0], [header, *rows])
    _write_workbook(paths[1], query.title, columns, rows)
    _write_parquet(paths[2], paths[0], columns, engine)
    return WrittenTable(query, columns, len(rows), [_file(path) for path in paths])


def _sorted_lists(rows: Rows, columns: Sequence[TableColumn]) -> Iterator[list[str]]:
    """Yield rows with their lists in order: the engine gives them in any."""
    lists = [place for place, column in enumerate(columns) if column.type == "list"]
    for row in rows:
        cells = list(row)
        for place in lists:
            cells[place] = SEPARATOR.join(sorted(cells[place].split(SEPARATOR)))
        yield cells


def _write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _write_workbook(path: Path, title: str, columns: Sequence[TableColumn], rows: Rows) -> None:
    """Write a workbook of one sheet whose codes are texts, row by row: none is held."""
    with Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": _NO_DAY})
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet = book.add_worksheet("table")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTH[column.type])
            sheet.write_string(0, place, column.name, bold)
        for number, row in enumerate(rows, 1):
            for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
                if cell and column.type in _NUMBERS:
                    sheet.write_number(number, place, float(cell))
                elif cell:
                    sheet.write_string(number, place, cell, text)


def _write_parquet(
    path: Path, source: Path, columns: Sequence[TableColumn], engine: duckdb.DuckDBPyConnection
) -> None:
    """Write what a CSV holds, with its types: numbers are numbers, lists are lists."""
    types = {column.name: _TYPES.get(column.type, "VARCHAR") for column in columns}
    read = engine.read_csv(str(source), header=True, sep=",", quotechar='"', dtype=types)
    chosen = ", ".join(
        f"string_split({column.name}, '{SEPARATOR}') AS {column.name}"
        if column.type == "list"
        else column.name
        for column in columns
    )
    read.project(chosen).write_parquet(str(path), compression="zstd")


def _file(path: Path) -> TableFile:
    data = path.read_bytes()
    return TableFile(path.name, len(data), hashlib.sha256(data).hexdigest())
