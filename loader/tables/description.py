"""Descriptions of the tables: a Frictionless data package, and CSVW for the CSV files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from loader.sources.catalogue import ODBL
from loader.tables.columns import SEPARATOR, TableColumn
from ontology import base
from queries import Query
from server.releases.layout import CSVW_FILE, PACKAGE_FILE

__all__ = ["TableFile", "WrittenTable", "write_descriptions"]

_MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_FIELDS: Final[dict[str, Mapping[str, str]]] = {
    "text": {"type": "string"},
    "iri": {"type": "string", "format": "uri"},
    "list": {"type": "list", "delimiter": SEPARATOR},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
}
_DATATYPES: Final = {
    "text": "string", "iri": "anyURI", "list": "string", "integer": "integer", "decimal": "decimal",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of a table: its size in bytes, and their SHA-256, hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table that is written: the query that it answers, its columns, how many rows, its files."""

    query: Query
    columns: Sequence[TableColumn]
    rows: int
    files: Sequence[TableFile]


def write_descriptions(tables: Sequence[WrittenTable], place: Path, digest: str) -> None:
    """Write what the tables of a release hold beside them."""
    for name, document in (
        (PACKAGE_FILE, _package(tables, digest)),
        (CSVW_FILE, _csvw(tables)),
    ):
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (place / name).write_text(text, "utf-8")


def _package(tables: Sequence[WrittenTable], digest: str) -> Mapping[str, Any]:
    """Return a data package (Frictionless, version 2): each file is a resource."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "metiers-en-graphe",
        "id": f"{base()}id/release/{digest}",
        "title": "Métiers en graphe",
        "version": digest,
        "licenses": [{"name": "ODbL-1.0", "path": ODBL}],
        "resources": [_resource(table, file) for table in tables for file in table.files],
    }


def _resource(table: WrittenTable, file: TableFile) -> Mapping[str, Any]:
    stem, _, form = file.name.partition(".")
    types = _FIELDS | ({"list": {"type": "array"}} if form == "parquet" else {})
    fields = [
        {"name": each.name, "title": each.title, "title_en": each.title_en, **types[each.type]}
        for each in table.columns
    ]
    return {
        "name": stem if form == "csv" else file.name,
        "path": file.name,
        "type": "table",
        "title": table.query.title,
        "title_en": table.query.title_in("en"),
        "description": table.query.description,
        "description_en": table.query.description_in("en"),
        "format": form,
        "mediatype": _MEDIA_TYPES[form],
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": table.rows,
        "schema": {"fields": fields},
    }


def _csvw(tables: Sequence[WrittenTable]) -> Mapping[str, Any]:
    """Return the metadata of the CSV files (CSV on the Web, W3C 2015)."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:license": {"@id": ODBL},
        "tables": [
            {
                "url": table.files[0].name,
                "dc:title": _in_two(table.query.title, table.query.title_in("en")),
                "dc:description": _in_two(
                    table.query.description, table.query.description_in("en")
                ),
                "tableSchema": {"columns": [_csvw_column(each) for each in table.columns]},
            }
            for table in tables
        ],
    }


def _csvw_column(column: TableColumn) -> Mapping[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": _in_two(column.title, column.title_en),
        "datatype": _DATATYPES[column.type],
    }
    return {**said, "separator": SEPARATOR} if column.type == "list" else said


def _in_two(french: str, english: str) -> Sequence[Mapping[str, str]]:
    return [{"@value": french, "@language": "fr"}, {"@value": english, "@language": "en"}]
