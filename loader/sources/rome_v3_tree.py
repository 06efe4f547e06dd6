"""The ROME V3 tree as a table: `code`, `libelle`, `parent`, parted by tabulations."""

import re
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records import CodeRome
from loader.sources.documents import Document

LABEL: Final = "arborescence ROME V3"
SOURCE: Final = "rome-v3"

_HEADER: Final = ["code", "libelle", "parent"]
_CODE = re.compile(r"[A-N](?:\d{2}(?:\d{2})?)?", re.ASCII)


def recognises(head: str) -> bool:
    """Tell whether a file starts with the header of the table."""
    return head.partition("\n")[0].rstrip("\r").split("\t") == _HEADER


def read(document: Document) -> tuple[tuple[CodeRome, ...], list[Problem]]:
    """Read the rows of the table; one that cannot be read is a problem, the others stand."""
    rows: dict[str, CodeRome] = {}
    problems: list[Problem] = []
    for number, line in enumerate(document.text().split("\n")[1:], 2):
        if not line.strip():
            continue
        row = _row(line.rstrip("\r"))
        reason = row if isinstance(row, str) else ""
        if isinstance(row, CodeRome):
            if row.code not in rows:
                rows[row.code] = row
                continue
            reason = f"le code {row.code} est déjà donné"
        problems.append(problem(document.path, number, ProblemKind.LIGNE_SANS_PLACE, reason, line))
    return tuple(rows.values()), problems


def _row(line: str) -> CodeRome | str:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(_HEADER):
        return f"{len(cells)} colonnes au lieu de {len(_HEADER)}"
    code, libelle, parent = cells
    if not _CODE.fullmatch(code):
        return f"« {code[:40]} » n'est pas un code ROME"
    if not libelle:
        return f"le code {code} n'a pas de libellé"
    expected = {1: "", 3: code[:1], 5: code[:3]}[len(code)]
    if parent != expected:
        return f"le parent de {code} est « {expected} », non « {parent[:40]} »"
    return CodeRome(code, libelle, parent or None)
