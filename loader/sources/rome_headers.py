"""Headers of the ROME tables, V3 and V4: which table a CSV file is, by its columns.

A table is known by the columns that it must have. Columns that another edition may add are let
through only where the header has a column that no other table has (`propres`): « code_rome »,
« code_ogr » and a third column may be anybody's file.
"""

import csv
import re
from dataclasses import dataclass
from typing import Final, Literal

from loader.records.rome import TableKind, Version
from loader.sources.documents import Document

RomeSource = Literal["rome-v3", "rome-v4"]
_MISSPELT: Final = {
    "code_domaine_professionel": "code_domaine_professionnel",
    "libelle_domaine_professionel": "libelle_domaine_professionnel",
}

_MARQUES: Final = "transition_eco transition_num transition_demo emploi_reglemente emploi_cadre"
_REPEATS: Final = "elle répète les autres tables"

_NAME = re.compile(
    r"unix_(?P<table>[a-z_]+?)(?:_v(?P<version>[34])\d{2,})?(?:_utf8)?\.csv", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TableHeader:
    """The columns of a table.

    `table` is its place in the model, None where it has none, and `why` tells more of that.
    `version` is the ROME that alone has such a header. Each row has a value in `keys`, no two
    rows the same, and in `full`; the header has one of `propres`, if there are any.
    """

    name: str
    table: TableKind | None
    version: Version | None
    keys: tuple[str, ...]
    full: tuple[str, ...] = ()
    propres: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    why: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns in which each row has a value."""
        return self.keys + self.full

    @property
    def known(self) -> tuple[str, ...]:
        """Its columns, as far as they are known, each once."""
        return tuple(dict.fromkeys(self.needed + self.propres + self.others))

    def fits(self, columns: list[str]) -> bool:
        """Tell whether a header is this one."""
        own = bool(self.propres) and not set(self.propres).isdisjoint(columns)
        return (
            set(columns).issuperset(self.needed)
            and (own or not self.propres)
            and (own or set(columns).issubset(self.known))
        )


def _header(
    table: TableKind,
    version: Version | None,
    keys: str,
    full: str,
    propres: str = "",
    others: str = "",
) -> TableHeader:
    needed = _names(keys), _names(full)
    return TableHeader(table.value, table, version, *needed, _names(propres), _names(others))


def _aside(name: str, version: Version | None, columns: str, why: str = "") -> TableHeader:
    names = _names(columns)
    return TableHeader(name, None, version, names, propres=names, why=why)


def _names(columns: str) -> tuple[str, ...]:
    return tuple(columns.split())


HEADERS: Final = (
    _header(TableKind.CODES, 4, "code_rome", "libelle_rome", f"{_MARQUES} code_rome_parent",
            "code_fiche_metier code_ogr"),
    _header(TableKind.CODES, 3, "code_rome", "libelle_rome", "code_fiche_em", "code_ogr statut"),
    _header(TableKind.APPELLATIONS, 4, "code_ogr", "libelle_appellation_long code_rome",
            f"{_MARQUES} classification origine code_rome_parent peu_usite",
            "libelle_appellation_court"),
    _header(TableKind.APPELLATIONS, 3, "code_ogr", "libelle_appellation_long code_rome",
            "code_type_section_appellation libelle_type_section_appellation",
            "libelle_appellation_court statut"),
    _header(TableKind.GRANDS_DOMAINES, None, "code_grand_domaine", "libelle_grand_domaine"),
    _header(TableKind.DOMAINES, None, "code_domaine_professionnel",
            "libelle_domaine_professionnel"),
    _header(TableKind.ARBORESCENCE, None, "code_rome", "libelle_rome code_grand_domaine "
            "libelle_grand_domaine code_domaine_professionnel libelle_domaine_professionnel"),
    _header(TableKind.TEXTES, 4, "code_rome libelle_type_texte position_phrase", "libelle_texte",
            "position_phrase", "code_compo_bloc"),
    _header(TableKind.TEXTES, 3, "code_rome libelle_type_texte position_libelle_txt",
            "libelle_texte", "position_libelle_txt", "code_type_texte"),
    _header(TableKind.RIASEC, None, "code_rome", "", "riasec_majeur riasec_mineur"),
    _header(TableKind.RIASEC_MACRO, 4, "code_ogr", "", "riasec_majeur riasec_mineur"),
    _header(TableKind.MOBILITES, 4, "code_rome code_rome_cible", "", "numero_ordre"),
    _header(TableKind.COMPETENCES, 4, "code_ogr", "libelle_competence",
            "nature code_ogr_macro_comp code_macro_comp cat_comp sous_cat_comp "
            "libelle_heterogeneite libelle_origine", "definition transition_eco transition_num"),
    _header(TableKind.SAVOIRS, 4, "code_ogr_savoir", "libelle_savoir",
            "categorie_savoir sous_categorie_savoir", "transition_eco transition_num"),
    _header(TableKind.CONTEXTES, 4, "code_ogr", "libelle_cont_travail",
            "code_type_cont_trav libelle_type_cont_trav"),
    _header(TableKind.COHERENCE, 4, "code_rome code_ogr", "", "coeur_metier"),
    _header(TableKind.COHERENCE, None, "code_rome code_ogr", ""),
    _header(TableKind.INTERETS, 4, "code_centre_interet", "libelle_centre_interet",
            "definition_centre_interet"),
    _header(TableKind.INTERETS_DES_CODES, 4, "code_centre_interet code_rome", "", "principal",
            "libelle_centre_interet code_ogr_rome libelle_rome"),
    _aside("cr_gd_dp_appellations", None, "code_grand_domaine code_domaine_professionnel "
           "numero_fiche_rome intitule libelle_appellation_long", _REPEATS),
    _aside("item", 4, "code_ogr libelle code_rubrique", _REPEATS),
    _aside("liens_rome_referentiels", 4, "code_rome code_compo_bloc code_rubrique code_ogr",
           _REPEATS),
    _aside("arborescence_competences", 4, "code_domaine_competence code_enjeu code_objectif"),
    _aside("arborescence_secteur_activite", 4, "code_sect_activite code_ss_sect_activite "
           "code_rome"),
    _aside("arborescence_secteur_naf", None, "code_secteur_naf code_ogr_rome code_rome"),
    _aside("arborescence_thematique", None, "code_theme code_ogr_rome code_rome"),
    _aside("composition_bloc", None, "code_compo_bloc libelle_bloc"),
    _aside("descriptif_rubrique", None, "code_rubrique code_compo_bloc libelle_rubrique"),
    _aside("secteur_activite", 4, "code_sect_activite libelle_sect_activite"),
    _aside("secteur_naf", None, "code_tech_secteur_naf code_secteur_naf"),
    _aside("sous_secteur_activite", 4, "code_ss_sect_activite definition_ss_sect_activite"),
    _aside("themes", None, "code_theme definition_theme"),
    _aside("type_referentiel", None, "code_type_referentiel libelle_type_referentiel"),
    _aside("item_arborescence", 3, "code_ogr code_type_referentiel code_pere code_noeud"),
    _aside("liens_rome_referentiels", 3, "code_rome code_ogr code_ref_rubrique position_bloc"),
    _aside("referentiel_activite", 3, "code_ogr code_tete_rgpmt libelle_activite"),
    _aside("referentiel_competence", 3, "code_ogr libelle_competence code_type_competence"),
    _aside("referentiel_env_travail", 3, "code_ogr libelle_env_travail"),
    _aside("rubrique_mobilite", 3, "code_rome code_rome_cible code_type_mobilite"),
)  # fmt: skip


def columns_of(line: str) -> list[str]:
    """Return the names of the columns of a header, with the publisher's misspellings undone."""
    try:
        cells = next(csv.reader([line]), [])
    except csv.Error:
        return []
    names = (cell.strip().lower() for cell in cells)
    return [_MISSPELT.get(name, name) for name in names]


def header_of(head: str) -> TableHeader | None:
    """Return which table a file is by its first line, None if it is none of the ROME."""
    columns = columns_of(head.partition("\n")[0])
    if len(columns) < 2 or len(set(columns)) != len(columns):
        return None
    fitting = [header for header in HEADERS if header.fits(columns)]
    return max(fitting, key=lambda fits: len(set(columns).intersection(fits.known)), default=None)


def source_of(head: str) -> RomeSource | None:
    """Return the ROME whose tables alone have such a header, None where both do or neither.

    Both may have `grand_domaine`, `domaine_professionnel`, `cr_gd_dp`, the codes' RIASEC,
    `coherence_item` without `coeur_metier`, and some that are left aside: nothing in their rows
    tells the version for certain, the other tables of the edition do.
    """
    header = header_of(head)
    if header is None or header.version is None:
        return None
    return "rome-v3" if header.version == 3 else "rome-v4"


def header_fault(document: Document) -> str:
    """Return why a file that no reader knows is not the table that its name says.

    Nothing where its name says that of no table that the model holds.
    """
    named = _NAME.fullmatch(document.name)
    if named is None:
        return ""
    version = named["version"] and int(named["version"])
    headers = [
        header
        for header in HEADERS
        if header.table == named["table"].lower()
        and (not version or header.version in (None, version))
    ]
    return f"table du ROME {named['table']}, mais {_fault(document, headers)}" if headers else ""


def _fault(document: Document, headers: list[TableHeader]) -> str:
    line = document.head.partition("\n")[0]
    columns = columns_of(line)
    if not line.strip():
        return "elle n'a pas d'en-tête"
    nearest = min(headers, key=lambda header: len(set(header.needed) - set(columns)))
    if set(columns).isdisjoint(nearest.known):
        needed = ", ".join(nearest.needed)
        return f"sa première ligne n'est pas un en-tête, où seraient {needed}"
    if nameless := columns.count(""):
        return f"des colonnes y sont sans nom ({nameless}) : les ôter"
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        return f"des colonnes y sont en double : {', '.join(twice)}"
    if absent := [name for name in nearest.needed if name not in columns]:
        return f"il y manque les colonnes {', '.join(absent)}"
    if not set(nearest.propres).isdisjoint(columns) or not nearest.propres:
        unknown = [name for name in columns if name not in nearest.known]
        return f"elle a d'autres colonnes : {', '.join(unknown)}"
    return f"elle n'a aucune des colonnes {', '.join(nearest.propres)}"
