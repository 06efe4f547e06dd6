"""France compétences' register of certifications (RNCP, RS) as CSV: a zip of ten tables.

Read are the fiches, and their codes of the ROME, of the NSF and of Formacode. The other tables
(blocks of competences, agreements, certifiers, partners, ways in, older and newer fiches) are known
and left aside. A label that repeats its code (« 251 : Mécanique ») is read without it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records.rncp import (
    FicheRncp,
    FormacodeDeFiche,
    RomeDeFiche,
    SpecialiteDeFiche,
    TableRncp,
)
from loader.sources.csv_records import Cells, column_name, column_names, read_rows
from loader.sources.documents import Document

LABEL: Final = "répertoire des certifications (France compétences)"
SOURCE: Final = "france-competences"
SEPARATOR: Final = ";"

_NUMERO: Final = "Numero_Fiche"
_NUMBER = re.compile(r"(?:RNCP|RS)\d{1,6}", re.ASCII)
_ROME = re.compile(r"[A-N]\d{4}", re.ASCII)
_NSF = re.compile(r"\d{3}[a-z]?", re.ASCII)
_FORMACODE = re.compile(r"\d{5}", re.ASCII)
_LEVEL = re.compile(r"NIV([1-8])", re.ASCII)
_NO_LEVEL: Final = frozenset({"REPRISE", "NIV0"})
_ACTIVE: Final = {"ACTIVE": True, "INACTIVE": False}
_Record = FicheRncp | RomeDeFiche | SpecialiteDeFiche | FormacodeDeFiche


def _fiche(cells: Cells) -> FicheRncp | str:
    numero, intitule = _numero(cells), cells.text("Intitule")
    if not numero or not intitule:
        return "pas de numéro de fiche, ou pas d'intitulé"
    cells.name = numero
    return FicheRncp(
        numero,
        intitule,
        _level(cells),
        cells.text("Nomenclature_Europe_Intitule"),
        cells.text("Abrege_Intitule"),
        cells.text("Type_Enregistrement"),
        _day(cells, "Date_Effet"),
        _day(cells, "Date_Fin_Enregistrement"),
        _active(cells),
    )


def _level(cells: Cells) -> int | None:
    written = cells.text("Nomenclature_Europe_Niveau") or ""
    found = _LEVEL.fullmatch(written)
    if written and not found and written not in _NO_LEVEL:
        cells.lose("le niveau européen n'est pas de NIV1 à NIV8", written)
    return int(found[1]) if found else None


def _day(cells: Cells, column: str) -> date | None:
    written = cells.text(column)
    try:
        return datetime.strptime(written, "%d/%m/%Y").date() if written else None
    except ValueError:
        cells.lose(f"{column} n'est pas une date (jj/mm/aaaa)", written or "")
        return None


def _active(cells: Cells) -> bool | None:
    written = cells.text("Actif")
    if written and written not in _ACTIVE:
        cells.lose("« Actif » n'est ni « ACTIVE » ni « INACTIVE »", written)
    return _ACTIVE.get(written or "")


def _rome(cells: Cells) -> RomeDeFiche | str:
    found = _coded(cells, "Codes_Rome_Code", "Codes_Rome_Libelle", _ROME)
    return found if isinstance(found, str) else RomeDeFiche(*found)


def _specialite(cells: Cells) -> SpecialiteDeFiche | str:
    found = _coded(cells, "Nsf_Code", "Nsf_Intitule", _NSF)
    return found if isinstance(found, str) else SpecialiteDeFiche(*found)


def _formacode(cells: Cells) -> FormacodeDeFiche | str:
    found = _coded(cells, "Formacode_Code", "Formacode_Libelle", _FORMACODE)
    return found if isinstance(found, str) else FormacodeDeFiche(*found)


def _coded(
    cells: Cells, code_column: str, label_column: str, form: re.Pattern[str]
) -> tuple[str, str, str] | str:
    """Return the number, the code and the label of a row, or why it has no place."""
    numero, code, label = _numero(cells), cells.text(code_column), cells.text(label_column)
    if not numero:
        return "pas de numéro de fiche"
    if not code or not form.fullmatch(code):
        return f"« {(code or '')[:40]} » n'est pas un code ({code_column})"
    label = (label or "").removeprefix(f"{code} : ").strip()
    return (numero, code, label) if label else f"le code {code} n'a pas de libellé"


def _numero(cells: Cells) -> str | None:
    numero = cells.text(_NUMERO)
    return numero if numero and _NUMBER.fullmatch(numero) else None


_TABLES: Final[Mapping[str, Callable[[Cells], _Record | str]]] = MappingProxyType(
    {
        column_name("Nomenclature_Europe_Niveau"): _fiche,
        column_name("Codes_Rome_Code"): _rome,
        column_name("Nsf_Code"): _specialite,
        column_name("Formacode_Code"): _formacode,
    }
)
_ASIDE: Final[Mapping[str, str]] = MappingProxyType(
    {
        column_name("Bloc_Competences_Code"): "blocs de compétences",
        column_name("Ccn_1_Numero"): "conventions collectives",
        column_name("Siret_Certificateur"): "certificateurs",
        column_name("Siret_Partenaire"): "partenaires",
        column_name("Si_Jury"): "voies d'accès",
        column_name("Ancienne_Certification"): "anciennes et nouvelles certifications",
    }
)


def recognises(head: str) -> bool:
    """Tell whether a file starts with the header of a table of the register."""
    names = column_names(head, SEPARATOR)
    return column_name(_NUMERO) in names and bool({*names} & {*_TABLES, *_ASIDE})


def read(document: Document) -> tuple[TableRncp | None, list[Problem]]:
    """Read a table; None, and a remark, for one that is left aside. May raise `UndecodableError`.

    A row that an earlier one repeats is dropped.
    """
    names = column_names(document.head, SEPARATOR)
    reader = next((_TABLES[name] for name in names if name in _TABLES), None)
    if reader is None:
        aside = ", ".join(_ASIDE[name] for name in names if name in _ASIDE)
        reason = f"table du répertoire hors du modèle : {aside or 'inconnue'}"
        return None, [problem(document.path, 0, ProblemKind.FICHIER_INCONNU, reason)]
    records, problems = read_rows(document, SEPARATOR, reader)
    once = dict.fromkeys(records)
    return TableRncp(
        tuple(each for each in once if isinstance(each, FicheRncp)),
        tuple(each for each in once if isinstance(each, RomeDeFiche)),
        tuple(each for each in once if isinstance(each, SpecialiteDeFiche)),
        tuple(each for each in once if isinstance(each, FormacodeDeFiche)),
    ), problems
