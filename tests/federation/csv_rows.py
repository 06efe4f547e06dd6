"""CSV rows as triples, and what a CONSTRUCT makes of them: the mapper of the laboratory.

Rows are those of the minimal mode of « Generating RDF from Tabular Data on the Web » (W3C, 2015):
``<table#row=2> <table#column> "cell"``, each cell as the file has it, none where it is empty. A
CONSTRUCT of ``mappings/`` then says what a row is about, in the words of this project.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pyoxigraph as ox

__all__ = ["CsvTable", "described", "mapped", "rows_of"]

_DCT = "http://purl.org/dc/terms/"
_MAPPINGS = Path(__file__).parent / "mappings"


@dataclass(frozen=True)
class CsvTable:
    """A publisher's file, or a member of an archive, and how it is written.

    `name` is that of its mapping, and of the table in what comes of it; `title`, `publisher` and
    `licence` are what is to be said of whoever shows it.
    """

    name: str
    path: str
    title: str
    publisher: str
    licence: str
    delimiter: str = ";"
    encoding: str = "utf-8"
    member: str = ""


def mapped(folder: Path, table: CsvTable, peer: str) -> Iterator[ox.Triple]:
    """Yield the triples that a table holds once it is mapped; those of its cells are not kept."""
    query = (_MAPPINGS / f"{table.name}.rq").read_text("utf-8")
    store = ox.Store()
    store.bulk_extend(rows_of(folder, table, peer, query))
    found = store.query(query, base_iri=f"{peer}/{table.name}.csv")
    assert isinstance(found, ox.QueryTriples)
    yield from found


def described(table: CsvTable, peer: str) -> Iterator[ox.Triple]:
    """Yield what a table says of itself."""
    address = ox.NamedNode(f"{peer}/{table.name}.csv")
    for name in ("title", "publisher", "license"):
        said = table.licence if name == "license" else getattr(table, name)
        yield ox.Triple(address, ox.NamedNode(f"{_DCT}{name}"), ox.Literal(said, language="fr"))


def rows_of(folder: Path, table: CsvTable, peer: str, query: str) -> Iterator[ox.Quad]:
    """Yield the cells of a table, those of the columns that its mapping names.

    The address of the table is below that of its peer.
    """
    address = f"{peer}/{table.name}.csv"
    reader = csv.reader(io.StringIO(_text(folder, table)), delimiter=table.delimiter)
    titles = [quote(title) for title in next(reader)]
    columns = [
        ox.NamedNode(f"{address}#{title}") if f"<#{title}>" in query else None for title in titles
    ]
    for number, row in enumerate(reader, 2):
        subject = ox.NamedNode(f"{address}#row={number}")
        for column, cell in zip(columns, row, strict=False):
            if cell and column:
                yield ox.Quad(subject, column, ox.Literal(cell))


def _text(folder: Path, table: CsvTable) -> str:
    path = folder / table.path
    if table.member:
        with ZipFile(path) as archive:
            (name,) = (each for each in archive.namelist() if table.member in each)
            content = archive.read(name)
    else:
        content = path.read_bytes()
    return content.decode(table.encoding).removeprefix("\ufeff")
