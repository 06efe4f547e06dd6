"""The tables of ESCO as CSV: occupations and ISCO groups, and what is broader than what.

Each file is known by its header and by the kind of thing that its rows begin with; the tables of
skills are not recognised. A row may span lines: `altLabels` holds one label a line. The language of
the texts is told by the end of the file's name (`occupations_en.csv`, `occupations_en_v1.1.csv`);
one that does not tell it is refused, since its labels would be said in the wrong language.

ESCO 1.0, 1.1 and 1.2 have other columns. Of the later ones are not read: `status` where it is
« released », `conceptLabel` and `broaderLabel`, which repeat other tables, and, remarked with what
they hold, `inScheme` (which of ESCO's own lists hold the row), `naceCode` and any other column.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import accumulate, pairwise
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.records.esco import GroupeIsco, LienEsco, ProfessionEsco, TableEsco, TextesEsco
from loader.sources.documents import Document

LABEL: Final = "ESCO, professions et groupes ISCO"
SOURCE: Final = "esco"

_IRIS: Final = {
    "Occupation": re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}", re.ASCII),
    "ISCOGroup": re.compile(r"http://data\.europa\.eu/esco/isco/C\d{1,4}", re.ASCII),
}
_ROW = re.compile(rf'^"?(?:{"|".join(_IRIS)})"?,', re.MULTILINE)
_LANGUAGES: Final = (
    "ar bg cs da de el en es et fi fr ga hr hu is it lt lv mt nl no pl pt ro sk sl sv uk"
)
_COPY: Final = r"(?:[ -]*(?:\(\d{1,3}\)|\d{1,3}|copie|copy)){0,2}"
"""What systems add to the name of a second download, or of a copy."""
_LANGUAGE = re.compile(
    rf"_({_LANGUAGES.replace(' ', '|')})(?:[-_][a-z]{{2}})?(?:_v[\d.]{{1,9}})?{_COPY}\.csv",
    re.ASCII | re.IGNORECASE,
)
_GROUP = re.compile(r"\d{1,4}", re.ASCII)
_REGULATED: Final = "http://data.europa.eu/esco/regulated-professions/"
_REGULATIONS: Final = {f"{_REGULATED}regulated": True, f"{_REGULATED}unregulated": False}
_LABELS: Final = ("preferredLabel", "altLabels", "description")
_FORMS: Final[Mapping[str, Callable[[str], object]]] = {
    "modifiedDate": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z").fullmatch,
    "regulatedProfessionNote": _REGULATIONS.__contains__,
    "status": "released".__eq__,
}
"""Whether a cell of a column that a table may lack has the form that it asks for."""
_READ: Final = frozenset({*_FORMS, "hiddenLabels", "definition", "scopeNote", "code"})
_REPEATED: Final = frozenset({"conceptLabel", "broaderLabel"})
_ARMED_FORCES: Final = frozenset({"110", "210", "310"})
"""The only groups of occupations whose code begins with a zero, without it."""
_Row = dict[str, str]
_Record = ProfessionEsco | GroupeIsco | LienEsco


class _RowError(ValueError):
    """Why a row cannot become a record, in French."""


def _profession(row: _Row, langue: str) -> ProfessionEsco:
    iri, groupe = _iri(row, "concept", "Occupation"), _group(row, "iscoGroup")
    code = row.get("code") or None
    if code and not code.startswith(f"{groupe}."):
        raise _RowError(f"« {code[:40]} » n'est pas un code du groupe {groupe}")
    reglementee = _REGULATIONS.get(row.get("regulatedProfessionNote", ""))
    modification = row.get("modifiedDate") or None
    return ProfessionEsco(iri, groupe, _textes(row, langue), code, modification, reglementee)


def _groupe(row: _Row, langue: str) -> GroupeIsco:
    iri, code = _iri(row, "concept", "ISCOGroup"), _group(row, "code")
    if not iri.endswith(f"/C{code}"):
        raise _RowError(f"« {code} » n'est pas le code de « {iri} »")
    return GroupeIsco(iri, code, _textes(row, langue))


def _lien(row: _Row, _: str) -> LienEsco:
    return LienEsco(_iri(row, "concept", *_IRIS), _iri(row, "broader", *_IRIS))


def _iri(row: _Row, of: str, *kinds: str) -> str:
    kind, iri = row[f"{of}Type"], row[f"{of}Uri"]
    if kind not in kinds:
        raise _RowError(f"« {kind[:40]} » au lieu de {' ou '.join(kinds)}")
    if not _IRIS[kind].fullmatch(iri):
        raise _RowError(f"« {iri[:80]} » n'est pas l'IRI d'un « {kind} »")
    return iri


def _group(row: _Row, column: str) -> str:
    if not _GROUP.fullmatch(row[column]):
        raise _RowError(f"« {row[column][:40]} » n'est pas un code ISCO")
    return row[column]


def _textes(row: _Row, langue: str) -> TextesEsco:
    label = row["preferredLabel"]
    if not label:
        raise _RowError("le libellé manque")
    others = tuple(each for each in _each(row["altLabels"]) if each != label)
    hidden = tuple(_each(row.get("hiddenLabels", "")))
    texts = (row.get(column) or None for column in ("description", "definition", "scopeNote"))
    return TextesEsco(langue, label, others, hidden, *texts)


def _each(labels: str) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, map(str.strip, labels.split("\n"))))


_TABLES: Final[Mapping[tuple[str, ...], Callable[[_Row, str], _Record]]] = {
    ("conceptType", "conceptUri", "broaderType", "broaderUri"): _lien,
    ("conceptType", "conceptUri", "iscoGroup", *_LABELS): _profession,
    ("conceptType", "conceptUri", "code", *_LABELS): _groupe,
}


def recognises(head: str) -> bool:
    """Tell whether a file has the header of one of the tables, and a row of the expected kinds."""
    return _columns(_names(head)) is not None and _ROW.search(head) is not None


def read(document: Document) -> tuple[TableEsco, list[Problem]]:
    """Read the rows of a table; one that cannot be read is a problem, the others stand."""
    names = _names(document.head)
    columns = _columns(names)
    if columns is None:
        text = document.readable_text().replace("\r\n", "\n")
        reason = "l'en-tête n'est celui d'aucune table d'ESCO"
        return TableEsco(), [problem(document.path, 1, ProblemKind.CHAMP_MANQUANT, reason, text)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        reason = f"des colonnes y sont en double : {', '.join(twice)}"
        text = document.readable_text()
        return TableEsco(), [problem(document.path, 1, ProblemKind.CHAMP_MANQUANT, reason, text)]
    language = _LANGUAGE.search(document.name)
    if not language and _TABLES[columns] is not _lien:
        return TableEsco(), [_without_language(document)]
    reading = _EscoReading(document.path, names, columns, language[1].lower() if language else "")
    for number, written in _rows(document.text_but_few_bytes().replace("\r\n", "\n")):
        if written.strip():
            reading.add(number, written)
    return reading.table(), reading.problems


def _without_language(document: Document) -> Problem:
    stem = document.name.removesuffix(".csv")
    reason = (
        "son nom ne dit pas la langue de ses libellés :"
        f" le renommer « {excerpt(stem)}_fr.csv » s'il est en français, « …_en.csv » en anglais"
    )
    text = document.readable_text()
    return problem(document.path, 1, ProblemKind.CHAMP_MANQUANT, reason, text)


@dataclass(slots=True)
class _EscoReading:
    """A table being read: what its rows became, and the problems found."""

    path: str
    names: list[str]
    columns: tuple[str, ...]
    langue: str
    problems: list[Problem] = field(default_factory=list)
    _found: dict[str | LienEsco, tuple[int, _Record]] = field(default_factory=dict)
    _aside: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        known = _READ.union(_REPEATED, self.columns)
        self._aside = {name: [] for name in self.names if name not in known}

    def remark(self, number: int, reason: str, lost: str = "") -> None:
        self.problems.append(problem(self.path, number, ProblemKind.FORME, reason, lost))

    def add(self, number: int, written: str) -> None:
        """Keep the record of a row, or report why it has no place."""
        try:
            row = self._with_zeros(number, _cells(written, self.names))
            record = _TABLES[self.columns](row, self.langue)
            key = record if isinstance(record, LienEsco) else record.iri
            if key in self._found:
                raise _RowError("cette ligne ou son IRI est déjà donnée")
        except _RowError as error:
            self._lose(number, str(error), written)
            return
        self._found[key] = number, record
        for column, form in _FORMS.items():
            if (text := row.get(column)) and not form(text):
                self._lose(number, f"{column} : « {text[:40]} » inattendu", text)
        for column, values in self._aside.items():
            values += (row[column],) if row[column] else ()

    def _with_zeros(self, number: int, row: _Row) -> _Row:
        """Return a row with the zeros that begin the codes of the ISCO, which spreadsheets drop."""
        column = "iscoGroup" if "iscoGroup" in self.columns else "code"
        written = row[column] if column in self.columns else ""
        whole = row["conceptUri"].rpartition("/C")[2]
        if column == "iscoGroup":
            whole = f"0{written}" if written in _ARMED_FORCES else written
        if not written or written == whole or written.lstrip("0") != whole.lstrip("0"):
            return row
        reason = f"{column} : « {written[:40]} », zéro perdu par un tableur, lu « {whole[:40]} »"
        self.problems.append(problem(self.path, number, ProblemKind.TEXTE_DOUTEUX, reason))
        row[column] = whole
        if row.get("code", "").startswith(f"{written}."):
            row["code"] = whole + row["code"].removeprefix(written)
        return row

    def _lose(self, number: int, reason: str, lost: str) -> None:
        self.problems.append(problem(self.path, number, ProblemKind.LIGNE_SANS_PLACE, reason, lost))

    def table(self) -> TableEsco:
        """Return what was read, and report what concerns the table as a whole."""
        for name, values in self._aside.items():
            if values:
                self.remark(1, f"colonne « {name[:40]} » laissée de côté", "\n".join(values))
        self._drop_shared_codes()
        records = [record for _, record in self._found.values()]
        return TableEsco(
            tuple(each for each in records if isinstance(each, ProfessionEsco)),
            tuple(each for each in records if isinstance(each, GroupeIsco)),
            tuple(each for each in records if isinstance(each, LienEsco)),
        )

    def _drop_shared_codes(self) -> None:
        """Take their code from professions that share it: « 7412.10 » was written « 7412.1 »."""
        given: dict[str, list[tuple[int, ProfessionEsco]]] = {}
        for number, record in self._found.values():
            if isinstance(record, ProfessionEsco) and record.code:
                given.setdefault(record.code, []).append((number, record))
        for code, several in given.items():
            for number, record in several if len(several) > 1 else ():
                self._found[record.iri] = number, replace(record, code=None)
                reason = f"code : « {code} » est à plusieurs professions, zéro perdu par un tableur"
                self.problems.append(
                    problem(self.path, number, ProblemKind.TEXTE_DOUTEUX, reason, code)
                )


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
