"""The tables of ESCO as CSV: occupations and ISCO groups in French, and what is broader than what.

Each file is known by its header and by the kind of thing that its rows begin with; the tables of
skills are not recognised. A row may span lines: `altLabels` holds one label a line. The columns
read are those of ESCO v1.0; any other column of a later version is remarked and left aside.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from itertools import accumulate, pairwise
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records.esco import GroupeIsco, LienEsco, ProfessionEsco, TableEsco
from loader.sources.documents import Document

LABEL: Final = "ESCO, professions et groupes ISCO"
SOURCE: Final = "esco"

_IRIS: Final = {
    "Occupation": re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}", re.ASCII),
    "ISCOGroup": re.compile(r"http://data\.europa\.eu/esco/isco/C\d{1,4}", re.ASCII),
}
_ROW = re.compile(rf'^"?(?:{"|".join(_IRIS)})"?,', re.MULTILINE)
_CODE = re.compile(r"\d{1,4}", re.ASCII)
_LABELS: Final = ("preferredLabel", "altLabels", "description")
_Row = Mapping[str, str]
_Record = ProfessionEsco | GroupeIsco | LienEsco


class _RowError(ValueError):
    """Why a row cannot become a record, in French."""


def _profession(row: _Row) -> ProfessionEsco:
    iri, code = _iri(row, "concept", "Occupation"), _code(row, "iscoGroup")
    return ProfessionEsco(iri, _label(row), code, _others(row), row["description"] or None)


def _groupe(row: _Row) -> GroupeIsco:
    iri, code = _iri(row, "concept", "ISCOGroup"), _code(row, "code")
    return GroupeIsco(iri, code, _label(row), _others(row), row["description"] or None)


def _lien(row: _Row) -> LienEsco:
    return LienEsco(_iri(row, "concept", *_IRIS), _iri(row, "broader", *_IRIS))


def _iri(row: _Row, of: str, *kinds: str) -> str:
    kind, iri = row[f"{of}Type"], row[f"{of}Uri"]
    if kind not in kinds:
        raise _RowError(f"« {kind[:40]} » au lieu de {' ou '.join(kinds)}")
    if not _IRIS[kind].fullmatch(iri):
        raise _RowError(f"« {iri[:80]} » n'est pas l'IRI d'un « {kind} »")
    return iri


def _code(row: _Row, column: str) -> str:
    if not _CODE.fullmatch(row[column]):
        raise _RowError(f"« {row[column][:40]} » n'est pas un code ISCO")
    return row[column]


def _label(row: _Row) -> str:
    if not row["preferredLabel"]:
        raise _RowError("le libellé manque")
    return row["preferredLabel"]


def _others(row: _Row) -> tuple[str, ...]:
    labels = dict.fromkeys(label.strip() for label in row["altLabels"].split("\n"))
    return tuple(label for label in labels if label and label != row["preferredLabel"])


_TABLES: Final[Mapping[tuple[str, ...], Callable[[_Row], _Record]]] = {
    ("conceptType", "conceptUri", "broaderType", "broaderUri"): _lien,
    ("conceptType", "conceptUri", "iscoGroup", *_LABELS): _profession,
    ("conceptType", "conceptUri", "code", *_LABELS): _groupe,
}


def recognises(head: str) -> bool:
    """Tell whether a file has the header of one of the tables, and a row of the expected kinds."""
    return _columns(_names(head)) is not None and _ROW.search(head) is not None


def read(document: Document) -> tuple[TableEsco, list[Problem]]:
    """Read the rows of a table; one that cannot be read is a problem, the others stand."""
    text = document.data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    names = _names(text)
    columns = _columns(names)
    if columns is None:
        reason = "l'en-tête n'est celui d'aucune table d'ESCO"
        return TableEsco(), [problem(document.path, 1, ProblemKind.CHAMP_MANQUANT, reason, text)]
    problems = [
        problem(document.path, 1, ProblemKind.FORME, f"colonne « {name[:40]} » laissée de côté")
        for name in names
        if name not in columns
    ]
    found: dict[str | LienEsco, _Record] = {}
    for number, written in _rows(text):
        if not written.strip():
            continue
        try:
            record = _TABLES[columns](_cells(written, names))
            key = record if isinstance(record, LienEsco) else record.iri
            if key in found:
                raise _RowError("cette ligne ou son IRI est déjà donnée")
            found[key] = record
        except _RowError as error:
            problems.append(
                problem(document.path, number, ProblemKind.LIGNE_SANS_PLACE, str(error), written)
            )
    return TableEsco(
        tuple(each for each in found.values() if isinstance(each, ProfessionEsco)),
        tuple(each for each in found.values() if isinstance(each, GroupeIsco)),
        tuple(each for each in found.values() if isinstance(each, LienEsco)),
    ), problems


def _names(text: str) -> list[str]:
    return [name.strip().strip('"') for name in text.partition("\n")[0].split(",")]


def _columns(names: list[str]) -> tuple[str, ...] | None:
    return next((each for each in _TABLES if set(each) <= set(names)), None)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text of each row below the header, and the number of its first line.

    A row starts where a line starts with a known kind and ends where its quotes are closed, at
    the latest before the next row: a quote left open costs one row.
    """
    begin = len(text.partition("\n")[0]) + 1
    starts = [begin, *(match.start() for match in _ROW.finditer(text, begin)), len(text) + 1]
    number = 2
    for start, end in pairwise(dict.fromkeys(starts)):
        lines = text[start : end - 1].split("\n")
        counts = accumulate(line.count('"') for line in lines)
        length = next((at for at, count in enumerate(counts, 1) if count % 2 == 0), len(lines))
        yield number, "\n".join(lines[:length])
        yield from enumerate(lines[length:], number + length)
        number += len(lines)


def _cells(written: str, names: list[str]) -> _Row:
    if "\N{REPLACEMENT CHARACTER}" in written:
        raise _RowError("des octets qui ne sont pas de l'UTF-8")
    if '"' not in written:
        rows = [written.split(",")]
    else:
        try:
            rows = list(csv.reader(StringIO(written, newline=""), strict=True))
        except csv.Error as error:
            raise _RowError("guillemets mal placés") from error
    if len(rows) != 1 or len(rows[0]) != len(names):
        raise _RowError(f"{len(rows[0]) if rows else 0} colonnes au lieu de {len(names)}")
    return dict(zip(names, (cell.strip() for cell in rows[0]), strict=True))
