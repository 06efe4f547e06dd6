"""Rows of the ROME tables to records: codes, titles, texts, moves."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from loader.records.rome import (
    AppellationRome,
    FicheRome,
    IntituleRome,
    Marques,
    MobiliteRome,
    PhraseRome,
    RiasecCode,
    TableKind,
)
from loader.sources import rome_item_rows
from loader.sources.rome_cells import FLAGS, TYPES
from loader.sources.rome_item_rows import Records, Row


class RowError(ValueError):
    """Why a row has no place, in French."""


def records_of(table: TableKind, row: Row) -> Records:
    """Return the records that a row becomes, none if it has no value; may raise `RowError`."""
    return _RECORDS[table](row)


def _marques_emploi(row: Row) -> Marques:
    get = row.get
    return rome_item_rows.marques(
        get("transition_eco"),
        get("transition_num"),
        get("transition_demo"),
        get("emploi_reglemente"),
        get("emploi_cadre"),
    )


def _fiche(row: Row) -> Records:
    get = row.get
    fiche = get("code_fiche_metier") or get("code_fiche_em")
    ogr, parent = get("code_ogr"), get("code_rome_parent")
    return (
        FicheRome(row["code_rome"], row["libelle_rome"], fiche, ogr, _marques_emploi(row), parent),
    )


def _appellation(row: Row) -> Records:
    get = row.get
    return (
        AppellationRome(
            row["code_ogr"],
            row["libelle_appellation_long"],
            get("libelle_appellation_court"),
            row["code_rome"],
            get("classification") or get("libelle_type_section_appellation"),
            _marques_emploi(row),
            FLAGS.get(get("peu_usite", "")),
            get("origine"),
            get("code_rome_parent"),
        ),
    )


def _grand_domaine(row: Row) -> Records:
    return (IntituleRome(row["code_grand_domaine"], row["libelle_grand_domaine"]),)


def _domaine(row: Row) -> Records:
    return (IntituleRome(row["code_domaine_professionnel"], row["libelle_domaine_professionnel"]),)


def _arborescence(row: Row) -> Records:
    code = row["code_rome"]
    for column, expected in (
        ("code_domaine_professionnel", code[:3]),
        ("code_grand_domaine", code[0]),
    ):
        if row[column] != expected:
            raise RowError(f"{code} relève de {expected}, non de {row[column]}")
    return _grand_domaine(row) + _domaine(row)


def _phrase(row: Row) -> Records:
    position = row.get("position_phrase") or row["position_libelle_txt"]
    type_ = TYPES[row["libelle_type_texte"]]
    return (PhraseRome(row["code_rome"], type_, int(position), row["libelle_texte"]),)


def _riasec(row: Row) -> Records:
    majeur, mineur = row.get("riasec_majeur"), row.get("riasec_mineur")
    return (RiasecCode(row["code_rome"], majeur, mineur),) if majeur or mineur else ()


def _mobilite(row: Row) -> Records:
    rang = row.get("numero_ordre")
    return (MobiliteRome(row["code_rome"], row["code_rome_cible"], int(rang) if rang else None),)


_RECORDS: Final[Mapping[TableKind, Callable[[Row], Records]]] = MappingProxyType(
    {
        TableKind.CODES: _fiche,
        TableKind.APPELLATIONS: _appellation,
        TableKind.GRANDS_DOMAINES: _grand_domaine,
        TableKind.DOMAINES: _domaine,
        TableKind.ARBORESCENCE: _arborescence,
        TableKind.TEXTES: _phrase,
        TableKind.RIASEC: _riasec,
        TableKind.RIASEC_MACRO: rome_item_rows.riasec_macro,
        TableKind.MOBILITES: _mobilite,
        TableKind.COMPETENCES: rome_item_rows.competence,
        TableKind.SAVOIRS: rome_item_rows.savoir,
        TableKind.CONTEXTES: rome_item_rows.contexte,
        TableKind.COHERENCE: rome_item_rows.item,
        TableKind.INTERETS: rome_item_rows.interet,
        TableKind.INTERETS_DES_CODES: rome_item_rows.interet_du_code,
    }
)
