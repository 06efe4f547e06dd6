"""The table that leads from the appellations of ROME V3 to the occupations of ESCO, as CSV.

Above the table stands a preamble, a key and a value a line; it says the version of the table and
stays in the record: no triple is made of it. **The relation reads from ROME to ESCO although the
columns stand ESCO first**: a juggler, « Jongleur », broadMatch « artiste de cirque ».
"""

import csv
import re
from collections.abc import Mapping
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.editions.edition_names import name_fault
from loader.records.esco import Correspondance, RelationEsco, TableEscoRome
from loader.sources.documents import Document

LABEL: Final = "correspondance ESCO – ROME"
SOURCE: Final = "esco-rome"

_HEADER: Final = (
    "classification 1 ID",
    "classification 1 prefered label",
    "classification 2 ID",
    "classification 2 prefered label",
    "mapping relation",
)
_VERSION: Final = "Mapping project version"
_OGR = re.compile(r"\d+", re.ASCII)
_PROFESSION = re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}", re.ASCII)
_RELATIONS: Final[Mapping[str, RelationEsco]] = {f"skos:{each}": each for each in RelationEsco}


def recognises(head: str) -> bool:
    """Tell whether a file starts with the preamble of a mapping to ROME, then the table's header.

    A mapping of the same form to another classification is not recognised.
    """
    lines = [line.rstrip("\r") for line in head.split("\n")]
    return ",".join(_HEADER) in lines and any(
        line.startswith("Classification 2 Name,ROME") for line in lines
    )


def edition_hint(table: TableEscoRome) -> str | None:
    """Return the version that the preamble states, as editions are named (« V1.4 » → `v1.4`)."""
    version = dict(table.entete).get(_VERSION, "").lower()
    return None if name_fault(version) else version


def read(document: Document) -> tuple[TableEscoRome, list[Problem]]:
    """Read the preamble and the rows; one that cannot be read is a problem, the others stand.

    No row of this table spans two lines, so each line is read by itself: a quote left open costs
    one row. A second wording of a label that was given before is remarked.
    """
    text = document.readable_text().replace("\r\n", "\n")
    lines = text.split("\n")
    header = next((at for at, line in enumerate(lines) if _cells(line) == [*_HEADER]), None)
    if header is None:
        reason = f"pas de ligne d'en-tête « {','.join(_HEADER)} »"
        return TableEscoRome(), [
            problem(document.path, 0, ProblemKind.CHAMP_MANQUANT, reason, text)
        ]
    lines = document.text_but_few_bytes().replace("\r\n", "\n").split("\n")
    entete: list[tuple[str, str]] = []
    rows: dict[Correspondance, None] = {}
    wordings: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if number == header + 1 or not line.strip():
            continue
        found = _pair(line) if number <= header else _row(line)
        if isinstance(found, tuple):
            entete.append(found)
        elif isinstance(found, str) or found in rows:
            reason = found if isinstance(found, str) else "cette ligne est déjà donnée"
            problems.append(
                problem(document.path, number, ProblemKind.LIGNE_SANS_PLACE, reason, line)
            )
        else:
            rows[found] = None
            problems += _reworded(wordings, found, document.path, number)
    return TableEscoRome(tuple(entete), tuple(rows)), problems


def _cells(line: str) -> list[str] | None:
    """Return the cells of a line, without the white space around them; None if a quote is odd."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    try:
        return [cell.strip() for row in csv.reader([line], strict=True) for cell in row]
    except csv.Error:
        return None


def _pair(line: str) -> tuple[str, str] | str:
    cells = None if "\N{REPLACEMENT CHARACTER}" in line else _cells(line)
    if cells is None or len(cells) != 2 or not cells[0]:
        return "au-dessus du tableau, une ligne est une clé et une valeur"
    return cells[0], cells[1]


def _row(line: str) -> Correspondance | str:
    if "\N{REPLACEMENT CHARACTER}" in line:
        return "des octets qui ne sont pas de l'UTF-8"
    cells = _cells(line)
    if cells is None:
        return "guillemets mal placés"
    if len(cells) != len(_HEADER):
        return f"{len(cells)} colonnes au lieu de {len(_HEADER)}"
    profession, libelle, ogr, appellation, written = cells
    relation = _RELATIONS.get(written)
    if not _PROFESSION.fullmatch(profession):
        return f"« {profession[:80]} » n'est pas l'IRI d'une profession d'ESCO"
    if not _OGR.fullmatch(ogr):
        return f"« {ogr[:40]} » n'est pas un numéro OGR"
    if relation is None:
        return f"« {written[:40]} » n'est pas une relation connue ({', '.join(_RELATIONS)})"
    if not libelle or not appellation:
        return "un libellé manque"
    return Correspondance(ogr, appellation, relation, profession, libelle)


def _reworded(
    wordings: dict[str, str], row: Correspondance, path: str, number: int
) -> list[Problem]:
    """Return a remark for each end of a row that has another label in an earlier one."""
    found = []
    for key, label in ((row.profession, row.libelle_profession), (row.ogr, row.appellation)):
        first = wordings.setdefault(key, label)
        if first != label:
            reason = f"{key} est déjà nommé « {first} » : « {label} » est gardé comme libellé caché"
            found.append(problem(path, number, ProblemKind.FORME, reason))
    return found
