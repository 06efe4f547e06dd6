"""CSV reader of the ROME tables, V3 and V4: one file a table.

Read as published, with these liberties. Where every apostrophe of a file is doubled
(« d''enfants », the whole of V3 and the texts of V4), it is made single again. White space around
cells goes. A table whose columns the model does not hold is recognised and left aside, with a
remark (`loader.sources.rome_headers`).

Of the tables that are read, these columns are not: `statut` (always 1; another value is a problem),
`code_type_section_appellation`, `code_type_texte` and `code_compo_bloc`, which number what the
column beside them names, and what repeats another table: `libelle_rome` in `cr_gd_dp`;
`libelle_centre_interet`, `code_ogr_rome` and `libelle_rome` in `arborescence_centre_interet`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records.rome import LigneRome, TableKind, TableRome
from loader.sources.csv_records import lines_of, rows_of
from loader.sources.documents import Document, UndecodableError
from loader.sources.rome_cells import FORMS
from loader.sources.rome_headers import TableHeader, columns_of, header_of, source_of
from loader.sources.rome_rows import RowError, records_of

__all__ = ["LABEL", "read", "recognises", "source_of"]

LABEL: Final = "table du ROME"


def recognises(head: str) -> bool:
    """Tell whether a file starts with the header of a table of the ROME, in the model or not."""
    return header_of(head) is not None


def read(document: Document) -> tuple[TableRome | None, list[Problem]]:
    """Read a table; None, and a problem that says why, where it is not one or is left aside.

    A row that cannot be read is a problem, the others stand; a cell that has not the form of its
    column is one too, and the rest of its row stands if the row needs no such cell.
    """
    header = header_of(document.head)
    if header is None or header.table is None:
        reason = _aside(header, document.data) if header else "ce n'est pas une table du ROME"
        return None, [problem(document.path, 0, ProblemKind.FICHIER_INCONNU, reason)]
    try:
        lines = lines_of(document.text())
    except UndecodableError as error:
        reason = str(error)
        return None, [problem(document.path, error.line, ProblemKind.FICHIER_ILLISIBLE, reason)]
    reading = _TableReading(document.path, header, header.table, columns_of(lines[0]))
    reading.add(lines[1:])
    return TableRome(header.table, document.path, tuple(reading.records)), reading.problems


def _aside(header: TableHeader, data: bytes) -> str:
    empty = "" if data.partition(b"\n")[2].strip() else "table vide"
    details = ", ".join(filter(None, (header.why, empty)))
    return f"table du ROME hors du modèle : {header.name}" + (f" ({details})" if details else "")


@dataclass(slots=True)
class _TableReading:
    """A table being read: what its rows became, and the problems found."""

    path: str
    header: TableHeader
    table: TableKind
    columns: list[str]
    records: list[LigneRome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _seen: dict[tuple[str, ...], str] = field(default_factory=dict)
    _unknown: dict[str, list[str]] = field(init=False)
    _forms: list[tuple[str, Callable[[str], object] | None, bool]] = field(init=False)

    def __post_init__(self) -> None:
        self._unknown = {name: [] for name in self.columns if name not in self.header.known}
        needed = self.header.needed
        self._forms = [(name, FORMS.get(name), name in needed) for name in self.columns]

    def add(self, lines: Sequence[str]) -> None:
        """Read the rows, and report what concerns the table as a whole."""
        blank: list[int] = []
        mute: list[int] = []
        rows = 0
        for line, raw, cells in rows_of(lines):
            rows += 1
            if isinstance(cells, str):
                self._lose(line, cells, raw)
            elif not any(map(str.strip, cells)):
                blank.append(line)
            elif not self._keep(line, raw, cells):
                mute.append(line)
        self._remark_columns()
        if len(blank) == rows:
            self._remark(0, "table vide")
        elif blank:
            self._remark(blank[0], f"{len(blank)} lignes blanches, à partir de celle-ci")
        if mute:
            self._remark(mute[0], f"{len(mute)} lignes sans valeur, à partir de celle-ci")

    def _keep(self, line: int, raw: str, cells: list[str]) -> bool:
        """Keep the records of a row, or report why it has no place; False if it has no value."""
        try:
            row = self._row(line, cells)
            if not self._is_new(line, raw, row):
                return True
            records = records_of(self.table, row)
        except RowError as error:
            self._lose(line, str(error), raw)
            return True
        self.records += records
        return bool(records)

    def _row(self, line: int, cells: list[str]) -> dict[str, str]:
        """Return the cells that hold something; `RowError` where the row has no place."""
        if len(cells) != len(self.columns):
            raise RowError(f"{len(cells)} colonnes au lieu de {len(self.columns)}")
        row: dict[str, str] = {}
        odd: dict[str, str] = {}
        for (column, form, needed), cell in zip(self._forms, cells, strict=True):
            text = cell.strip()
            if text and (form is None or form(text)):
                row[column] = text
            elif needed:
                raise RowError(
                    f"{column} : « {text[:40]} » inattendu" if text else f"{column} : rien"
                )
            elif text:
                odd[column] = text
        for column, text in odd.items():
            self._lose(line, f"{column} : « {text[:40]} » inattendu", text)
        for column, values in self._unknown.items():
            values += (row[column],) if column in row else ()
        return row

    def _is_new(self, line: int, raw: str, row: dict[str, str]) -> bool:
        """Whether a row's key is not taken; a row that repeats another is dropped."""
        key = tuple([row[column] for column in self.header.keys])
        first = self._seen.get(key)
        if first is None:
            self._seen[key] = raw
        elif first != raw:
            reason = f"{' '.join(key)} : déjà donné, autrement"
            found = problem(self.path, line, ProblemKind.IDENTIFIANT_EN_DOUBLE, reason, raw)
            self.problems.append(found)
        return first is None

    def _remark_columns(self) -> None:
        absent = [name for name in self.header.known if name not in self.columns]
        if absent:
            self._remark(1, f"colonnes absentes : {', '.join(absent)}")
        for name, values in self._unknown.items():
            self._remark(1, f"colonne inconnue, laissée de côté : {name}", "\n".join(values))

    def _remark(self, line: int, reason: str, lost: str = "") -> None:
        self.problems.append(problem(self.path, line, ProblemKind.FORME, reason, lost))

    def _lose(self, line: int, reason: str, raw: str) -> None:
        self.problems.append(problem(self.path, line, ProblemKind.LIGNE_SANS_PLACE, reason, raw))
