"""CSV with a column of codes: read whatever its encoding and separator, written with the answers.

What is written is UTF-8, with the separator that was read; a file that was not plain UTF-8 gets a
byte order mark, without which the spreadsheet that wrote it would not see the accents.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from ontology.folding import slug
from server.codes.code_table import BehindCode
from server.codes.resolution import CodeCell, ResolvedCode

__all__ = [
    "ADDED",
    "LONGEST_CELL",
    "CodeColumn",
    "CsvError",
    "CsvTable",
    "added_cells",
    "csv_lines",
    "read_csv",
]

ADDED: Final = (
    "mg_status", "mg_settled_by", "mg_scheme", "mg_iri", "mg_label", "mg_relation", "mg_steps",
    "mg_provenance", "mg_metiers", "mg_metiers_noms", "mg_niveaux", "mg_rncp",
)  # fmt: skip
"""The columns that are written after those of the file."""
LONGEST_CELL: Final = csv.field_size_limit()
"""Characters of a cell, which the parser reads at most."""
_SEPARATORS: Final = ",;\t|"
_HINT: Final = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE)
_LIST: Final = " | "
_ENCODINGS: Final = {
    b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"
}  # fmt: skip
_CODE_NAMES: Final = (
    "code",
    "code-rome",
    "rome",
    "rome-code",
    "rome-id",
    "romecode",
    "code-ogr",
    "ogr",
)
"""What a column of codes is likely to be called, as a slug, where nobody says its name."""


class CsvError(ValueError):
    """A file that cannot be read as a table: the `row`, 0 for its header, and why.

    The reason is a word that says what: ``encoding``, ``column``, ``cells``, ``empty``, or
    ``syntax`` (a quote that does not end, a cell beyond `LONGEST_CELL`). `what` names the column
    that there is not, or counts the cells.
    """

    def __init__(self, row: int, reason: str, what: str = "") -> None:
        super().__init__(f"{reason}: {what}" if what else reason)
        self.row, self.reason, self.what = row, reason, what


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """Where the codes of a table are, and their labels, None where it has none."""

    code: int
    label: int | None


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table as it was read: its header, its rows, its separator."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    separator: str
    is_plain: bool

    def column(self, code: str = "", label: str = "") -> CodeColumn:
        """Return where the codes are, by the names of columns; CsvError where there is no such one.

        Without a name, the first column that is called like codes, else the first.
        """
        names = [slug(name) for name in self.header]
        likely = (names.index(name) for name in _CODE_NAMES if name in names)
        return CodeColumn(
            self._place(names, code) if code else next(likely, 0),
            self._place(names, label) if label else None,
        )

    def _place(self, names: Sequence[str], name: str) -> int:
        if name in self.header:
            return self.header.index(name)
        if slug(name) not in names:
            raise CsvError(0, "column", name)
        return names.index(slug(name))

    def cells(self, column: CodeColumn) -> list[CodeCell]:
        """Return the codes of the rows, with their labels."""
        return [
            CodeCell(row[column.code], row[column.label] if column.label is not None else "")
            for row in self.rows
        ]


def read_csv(data: bytes) -> CsvTable:
    """Read a table; CsvError where it is none, or a row has not the cells of the header.

    UTF-8 where it decodes as such, UTF-16 where a mark says so, else windows-1252. Lines without a
    cell are left out, and the line ``sep=;`` that Excel reads its separator from.
    """
    text, is_plain = _decoded(data)
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text)
    text = text[hint.end() :] if hint else text
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for number, row in enumerate(reader):
            if not number and not any(row):
                raise CsvError(0, "empty")
            if number and row and len(row) != len(rows[0]):
                raise CsvError(number, "cells", f"{len(row)} ≠ {len(rows[0])}")
            if row or not number:
                rows.append(row)
    except csv.Error as error:
        raise CsvError(len(rows), "syntax") from error
    if not rows:
        raise CsvError(0, "empty")
    return CsvTable(rows[0], rows[1:], separator, is_plain)


def _decoded(data: bytes) -> tuple[str, bool]:
    marked = next((name for mark, name in _ENCODINGS.items() if data.startswith(mark)), "")
    try:
        text, is_plain = data.decode(marked or "utf-8"), not marked
    except UnicodeDecodeError:
        if marked:
            raise CsvError(0, "encoding") from None
        text, is_plain = data.decode("windows-1252", "replace"), False
    if "\0" in text:  # UTF-16 without a mark, or UTF-32
        raise CsvError(0, "encoding")
    return text, is_plain


def _separator(text: str) -> str:
    """Return the sign that parts most cells of the first line, the comma if none does."""
    head = text[:_HEAD].splitlines()[:1]
    try:
        return max(_SEPARATORS, key=lambda sign: len(next(csv.reader(head, delimiter=sign), ())))
    except csv.Error:
        return _SEPARATORS[0]


_HEAD: Final = 1 << 16
"""Characters in which a header ends."""


def csv_lines(
    table: CsvTable, cells: Iterable[ResolvedCode], metiers: Mapping[str, BehindCode]
) -> Iterator[str]:
    """Yield the lines of a table with what its codes are, its header first."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=table.separator, lineterminator="\r\n")
    buffer.write("" if table.is_plain else "\N{ZERO WIDTH NO-BREAK SPACE}")
    writer.writerow([*table.header, *_added_names(table.header)])
    known: dict[CodeCell, Sequence[str]] = {}
    for row, each in zip(table.rows, cells, strict=True):
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        if each.cell not in known:
            known[each.cell] = added_cells(each, metiers)
        writer.writerow([*row, *known[each.cell]])
    yield buffer.getvalue()


def _added_names(header: Sequence[str]) -> Sequence[str]:
    """Return the names of the columns to add, numbered where the file has had some added before."""
    turn = 1 + sum(name == ADDED[0] or name.startswith(f"{ADDED[0]}_") for name in header)
    return ADDED if turn == 1 else [f"{name}_{turn}" for name in ADDED]


def added_cells(each: ResolvedCode, metiers: Mapping[str, BehindCode]) -> Sequence[str]:
    """Return what is written of a code, in the order of `ADDED`; of an ambiguous one, all of it.

    What is behind a code is written where it is resolved.
    """
    behind = [
        metiers[notation]
        for some in each.meanings[: each.status == "resolved"]
        for notation in some.metiers
    ]
    return (
        each.status,
        each.settled_by,
        _joined(some.scheme for some in each.meanings),
        _joined(some.iri for some in each.meanings),
        _joined(some.label for some in each.meanings),
        _joined(some.relation for some in each.meanings),
        _joined(some.steps for some in each.meanings),
        _joined(edition for some in each.meanings for edition in some.editions),
        _LIST.join(metier.notation for metier in behind),
        _LIST.join(metier.label for metier in behind),
        _joined(metier.niveau for metier in behind),
        _joined(number for metier in behind for number in metier.rncp),
    )


def _joined(texts: Iterable[str]) -> str:
    """Return texts that differ, as one cell."""
    return _LIST.join(dict.fromkeys(filter(None, texts)))
