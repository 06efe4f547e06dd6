"""CSV record stream of the publishers' tables: each cell taken once, what nobody takes reported."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final, TypeVar

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.sources.documents import Document
from ontology.folding import slug

T = TypeVar("T")
_FAULTS: Final = {
    "expected after": "du texte suit le guillemet qui ferme",
    "unexpected end of data": "un guillemet n'est pas fermé",
    "field larger than": "une cellule est trop longue, ou un guillemet n'est pas fermé",
    "new-line character": "une fin de ligne est au milieu d'une cellule",
}


class Cells:
    """The cells of a row by their columns: reading takes one away, `close` gives those left.

    `name` is how problems call the record; a column is called as `column_name` says.
    """

    __slots__ = ("_cells", "_line", "_path", "_problems", "columns_read", "name")

    def __init__(
        self, cells: dict[str, str], path: str, line: int, problems: list[Problem]
    ) -> None:
        self.name = "ligne"
        self.columns_read: set[str] = set()
        self._cells = cells
        self._path = path
        self._line = line
        self._problems = problems

    def text(self, column: str) -> str | None:
        """Take a cell: its text without the white space around it, or None if it has none."""
        name = column_name(column)
        self.columns_read.add(name)
        return self._cells.pop(name, "").strip() or None

    def lose(
        self, reason: str, lost: str, kind: ProblemKind = ProblemKind.LIGNE_SANS_PLACE
    ) -> None:
        """Report a text that found no place."""
        self._problems.append(
            problem(self._path, self._line, kind, f"{self.name} : {reason}", lost)
        )

    def close(self) -> dict[str, str]:
        """Return the cells that nobody took and that hold something."""
        return {name: text.strip() for name, text in self._cells.items() if text.strip()}


def column_name(label: str) -> str:
    """Return what a column is called whatever the way its label is written."""
    return slug(label).replace("-", "")


def column_labels(head: str, separator: str) -> list[str]:
    """Return the labels of the columns of a header line, none where it is no such line."""
    try:
        return next(csv.reader([head.partition("\n")[0]], delimiter=separator), [])
    except csv.Error:
        return []


def column_names(head: str, separator: str) -> list[str]:
    """Return what the columns of a header line are called."""
    return [column_name(label) for label in column_labels(head, separator)]


def lines_of(text: str) -> list[str]:
    """Return the lines with their ends; apostrophes all doubled are made single."""
    if "''" in text and "'" not in text.replace("''", ""):
        text = text.replace("''", "'")
    return list(StringIO(text, newline=""))


def rows_of(
    lines: Sequence[str], separator: str = ","
) -> Iterator[tuple[int, str, list[str] | str]]:
    """Yield the line of each row below a header, its text, and its cells or what is wrong."""
    reader = csv.reader(lines, strict=True, delimiter=separator)
    start = 0
    while True:
        cells: list[str] | str
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = f"ligne illisible : {_fault(error)}"
        yield start + 2, "".join(lines[start : reader.line_num]), cells
        start = reader.line_num


def _fault(error: csv.Error) -> str:
    """Return in French what the reader of the standard library says of a row."""
    said = str(error)
    return next((fault for words, fault in _FAULTS.items() if words in said), said)


def read_rows(
    document: Document, separator: str, read: Callable[[Cells], T | str]
) -> tuple[tuple[T, ...], list[Problem]]:
    """Read the rows of a table; `read` returns a record, or the reason why there is none.

    A column that is read and is not there is a problem of the whole file; one that is there and is
    not read is a remark, with all that it holds. May raise `UndecodableError`.
    """
    text = document.text()
    header, *lines = lines_of(text) or [""]
    columns = {column_name(label): label.strip() for label in column_labels(header, separator)}
    if len(columns) < len(column_labels(header, separator)):
        reason = "des colonnes y sont en double"
        return (), [problem(document.path, 1, ProblemKind.CHAMP_MANQUANT, reason, text)]
    records: list[T] = []
    problems: list[Problem] = []
    aside: dict[str, list[str]] = {}
    wanted: set[str] = set()
    for number, raw, cells in rows_of(lines, separator):
        found = _by_column(list(columns), cells)
        row = Cells({} if isinstance(found, str) else found, document.path, number, problems)
        record = found if isinstance(found, str) else read(row)
        wanted |= row.columns_read
        if not isinstance(record, str):
            records.append(record)
            for name, cell in row.close().items():
                aside.setdefault(columns[name], []).append(cell)
        elif raw.strip():
            row.lose(record, raw)
    problems += _told_columns(document.path, aside, wanted.difference(columns))
    return tuple(records), problems


def _by_column(names: list[str], cells: list[str] | str) -> dict[str, str] | str:
    """Return the cells of a row by column, or what is wrong with it."""
    if isinstance(cells, str):
        return cells
    if len(cells) != len(names):
        return f"{len(cells)} colonnes au lieu de {len(names)}"
    return dict(zip(names, cells, strict=True))


def _told_columns(
    path: str, aside: Mapping[str, Sequence[str]], missing: Iterable[str]
) -> Iterator[Problem]:
    for label, cells in aside.items():
        reason = f"colonne « {label[:40]} » laissée de côté"
        yield problem(path, 1, ProblemKind.FORME, reason, "\n".join(cells))
    for name in sorted(missing):
        yield problem(path, 1, ProblemKind.CHAMP_MANQUANT, f"colonne « {name} » absente")
