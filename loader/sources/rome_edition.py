"""Consistency checks between the tables of one edition of the ROME."""

from collections.abc import Iterator, Sequence
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records.rome import (
    AppellationRome,
    CompetenceRome,
    ContexteRome,
    FicheRome,
    InteretDuCode,
    InteretRome,
    IntituleRome,
    ItemDuCode,
    LigneRome,
    MobiliteRome,
    PhraseRome,
    RiasecCode,
    RiasecCompetence,
    SavoirRome,
    TableKind,
    TableRome,
    Version,
    lignes,
)

INDISPENSABLE: Final = frozenset({TableKind.CODES, TableKind.APPELLATIONS})
"""Without these, the other tables of an edition describe things without a name."""

_OF_V3 = (
    TableKind.CODES,
    TableKind.APPELLATIONS,
    TableKind.GRANDS_DOMAINES,
    TableKind.DOMAINES,
    TableKind.TEXTES,
    TableKind.RIASEC,
)
_OF_V4 = tuple(table for table in TableKind if table is not TableKind.ARBORESCENCE)
_Thing = tuple[str, str]
"""What a thing is, in French, and its code or number."""


def missing_tables(tables: Sequence[TableRome], version: Version) -> list[str]:
    """Return the names of the tables that an edition lacks; `cr_gd_dp` only repeats others."""
    there = {table.table for table in tables}
    return [table.value for table in (_OF_V3 if version == 3 else _OF_V4) if table not in there]


def check_tables(tables: Sequence[TableRome], version: Version) -> list[Problem]:
    """Return where the tables of an edition do not agree; only the order of the tables counts.

    A table given twice, of which the first is kept; a domaine with two labels, of which the first
    is kept; links to items that no table describes, which are lost; what is named and has no
    label. V3's `coherence_item` is not in the model: V3's items are not.
    """
    found: list[Problem] = []
    first: dict[TableKind, TableRome] = {}
    for table in tables:
        if first.setdefault(table.table, table) is not table:
            reason = f"table {table.table} déjà lue dans {first[table.table].path}"
            found.append(problem(table.path, 0, ProblemKind.IDENTIFIANT_EN_DOUBLE, reason))
    if version == 3 and TableKind.COHERENCE in first:
        reason = f"table du ROME V3 hors du modèle : {TableKind.COHERENCE}"
        path = first.pop(TableKind.COHERENCE).path
        found.append(problem(path, 0, ProblemKind.FICHIER_INCONNU, reason))
    kept = list(first.values())
    return [*found, *_labelled_twice(kept), *_loose_items(kept), *_unlabelled(kept)]


def _labelled_twice(tables: Sequence[TableRome]) -> Iterator[Problem]:
    labels: dict[str, str] = {}
    for table in sorted(tables, key=lambda each: list(TableKind).index(each.table)):
        for row in dict.fromkeys(lignes([table], IntituleRome)):
            label = labels.setdefault(row.code, row.libelle)
            if label != row.libelle:
                reason = f"{row.code} a déjà un autre libellé : « {label} »"
                yield problem(table.path, 0, ProblemKind.LIGNE_SANS_PLACE, reason, row.libelle)


def _loose_items(tables: Sequence[TableRome]) -> Iterator[Problem]:
    known = {row.ogr for row in lignes(tables, CompetenceRome)}
    known.update(row.ogr for row in lignes(tables, SavoirRome))
    known.update(row.ogr for row in lignes(tables, ContexteRome))
    for table in tables:
        loose = [row for row in lignes([table], ItemDuCode) if row.ogr not in known]
        if loose:
            reason = f"{len(loose)} liens vers un item qu'aucune table de l'édition ne décrit"
            lost = "\n".join(f"{row.code},{row.ogr}" for row in loose)
            yield problem(table.path, 0, ProblemKind.LIGNE_SANS_PLACE, reason, lost)


def _unlabelled(tables: Sequence[TableRome]) -> Iterator[Problem]:
    """Report each thing that has no label once, by the first table that names it."""
    known = {thing for table in tables for row in table.lignes for thing in _labelled(row)}
    for table in tables:
        for row in table.lignes:
            for thing in _named(row):
                if thing not in known:
                    known.add(thing)
                    reason = f"{' '.join(thing)} n'a pas d'intitulé dans cette édition"
                    yield problem(table.path, 0, ProblemKind.LIBELLE_INCONNU, reason)


def _labelled(row: LigneRome) -> Iterator[_Thing]:
    match row:
        case FicheRome():
            yield "le code", row.code
        case CompetenceRome():
            yield "la compétence", row.ogr
        case InteretRome():
            yield "le centre d'intérêt", row.numero


def _named(row: LigneRome) -> Iterator[_Thing]:
    match row:
        case ItemDuCode() | AppellationRome() | PhraseRome() | RiasecCode():
            yield "le code", row.code
        case MobiliteRome():
            yield "le code", row.code
            yield "le code", row.cible
        case InteretDuCode():
            yield "le code", row.code
            yield "le centre d'intérêt", row.numero
        case CompetenceRome(macro=str(macro)):
            yield "la compétence", macro
        case RiasecCompetence():
            yield "la compétence", row.ogr
