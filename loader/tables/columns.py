"""Columns of the tables: what each is called, of which type it is, and what it says.

A column of one name is the same in all tables. Codes are texts: their zeros count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["COLUMNS", "SEPARATOR", "TableColumn"]

SEPARATOR: Final = " | "
"""What parts the texts of a list."""

ColumnType = Literal["text", "iri", "list", "integer", "decimal"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `title` and `title_en` say what its cells are."""

    name: str
    type: ColumnType
    title: str
    title_en: str


_COLUMNS: Final = (
    TableColumn("annees", "decimal", "Durée en années", "Duration in years"),
    TableColumn("appellation", "text", "Appellation du ROME", "Job title of the ROME"),
    TableColumn("apres", "text", "Après", "After"),
    TableColumn("avant", "text", "Avant", "Before"),
    TableColumn("changement", "text", "Ce qui a changé", "What changed"),
    TableColumn("code", "text", "Code", "Code"),
    TableColumn("codes_scolarite", "list", "Codes scolarité", "School information system codes"),
    TableColumn("description", "text", "Description", "Description"),
    TableColumn("duree", "text", "Durée", "Duration"),
    TableColumn("esco", "iri", "Profession d'ESCO", "ESCO occupation"),
    TableColumn("esco_libelle", "text", "Nom de la profession", "Name of the occupation"),
    TableColumn("feminin", "text", "Au féminin", "In the feminine"),
    TableColumn("formation", "text", "Numéro FOR de l'Onisep", "FOR number of Onisep"),
    TableColumn("formation_libelle", "text", "Nom de la formation", "Name of the course"),
    TableColumn("interets", "list", "Centres d'intérêt", "Interests"),
    TableColumn("iri", "iri", "IRI de la chose", "IRI of the thing"),
    TableColumn("libelle", "text", "Libellé", "Label"),
    TableColumn("masculin", "text", "Au masculin", "In the masculine"),
    TableColumn("metier", "text", "Numéro MET de l'Onisep", "MET number of Onisep"),
    TableColumn("metier_libelle", "text", "Nom du métier", "Name of the occupation"),
    TableColumn("niveau", "text", "Niveau d'accès", "Level of entry"),
    TableColumn(
        "niveau_certification", "text", "Niveau de certification", "Level of certification"
    ),
    TableColumn("niveau_europeen", "integer", "Niveau européen (CEC)", "European level (EQF)"),
    TableColumn("niveau_rang", "integer", "Rang du niveau d'accès", "Rank of the level of entry"),
    TableColumn("niveau_sortie", "text", "Niveau de sortie", "Level on leaving"),
    TableColumn("ogr", "text", "Numéro OGR du ROME", "OGR number of the ROME"),
    TableColumn("relation", "text", "Relation", "Relation"),
    TableColumn("rncp", "text", "Numéro du RNCP", "RNCP number"),
    TableColumn("rncps", "list", "Numéros du RNCP", "RNCP numbers"),
    TableColumn("rome_v3", "text", "Code ROME V3", "ROME V3 code"),
    TableColumn("romes_v3", "list", "Codes ROME V3", "ROME V3 codes"),
    TableColumn("rome_v3_libelle", "text", "Libellé du code V3", "Label of the V3 code"),
    TableColumn("rome_v4", "text", "Code ROME V4", "ROME V4 code"),
    TableColumn("rome_v4_libelle", "text", "Libellé du code V4", "Label of the V4 code"),
    TableColumn(
        "salaire_condition", "text", "Ce à quoi la fiche restreint ce minimum",
        "What the sheet restricts this least pay to",
    ),
    TableColumn(
        "salaire_min", "decimal", "Minimum brut mensuel du débutant, en euros",
        "A beginner's least gross pay a month, in euros",
    ),
    TableColumn("secteurs", "list", "Secteurs professionnels", "Sectors"),
    TableColumn("sigle", "text", "Sigle", "Acronym"),
    TableColumn("statuts", "list", "Statuts", "Statuses"),
    TableColumn("tutelle", "text", "Tutelle", "Supervising body"),
    TableColumn("type", "text", "Type de formation", "Type of course"),
    TableColumn("url", "iri", "Page de la formation", "Page of the course"),
)  # fmt: skip
COLUMNS: Final[Mapping[str, TableColumn]] = MappingProxyType({each.name: each for each in _COLUMNS})
"""By the name of a variable of `queries/tables`, the column that it is."""
