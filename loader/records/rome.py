"""Records of the tables of the ROME: one kind of record a table.

Codes, OGR numbers and letters are strings, as written; `None` means that the source is silent.
A flag is True for « O » or « oui », False for « N » or « non ». The published columns are in
`loader.sources.rome_headers`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

Version = Literal[3, 4]
"""ROME V3 or V4: a code means another thing in each."""


@dataclass(frozen=True, slots=True)
class Marques:
    """What the source ticks; `transition_eco` is a flag, or a class (« Emploi Vert »)."""

    transition_eco: bool | str | None = None
    transition_num: bool | None = None
    transition_demo: bool | None = None
    reglemente: bool | None = None
    cadre: bool | None = None


class Coeur(StrEnum):
    """How an item stands in a code: at the core of the trade, or emerging in it."""

    PRINCIPALE = "Principale"
    EMERGENTE = "Émergente"


@dataclass(frozen=True, slots=True)
class CompetenceRome:
    """A savoir-faire or a savoir-être; `macro` is the OGR number of its macro-compétence."""

    ogr: str
    libelle: str
    nature: str | None
    definition: str | None
    macro: str | None
    code_macro: str | None
    categorie: str | None
    sous_categorie: str | None
    marques: Marques
    heterogeneite: str | None
    origine: str | None


@dataclass(frozen=True, slots=True)
class SavoirRome:
    """A piece of knowledge."""

    ogr: str
    libelle: str
    categorie: str | None
    sous_categorie: str | None
    marques: Marques


@dataclass(frozen=True, slots=True)
class ContexteRome:
    """A context of work: hours, places, risks and the like."""

    ogr: str
    libelle: str
    code_categorie: str | None
    categorie: str | None


@dataclass(frozen=True, slots=True)
class ItemDuCode:
    """A compétence, a savoir or a contexte that a code calls for; the OGR number tells which."""

    code: str
    ogr: str
    coeur: Coeur | None


@dataclass(frozen=True, slots=True)
class RiasecCompetence:
    """Holland's letters of a macro-compétence."""

    ogr: str
    majeur: str | None
    mineur: str | None


@dataclass(frozen=True, slots=True)
class InteretRome:
    """An interest, by its number."""

    numero: str
    libelle: str
    definition: str | None


@dataclass(frozen=True, slots=True)
class InteretDuCode:
    """An interest that a code answers."""

    code: str
    numero: str
    principal: bool | None


class TableKind(StrEnum):
    """The tables that the model holds, in the order of their triples; values are names."""

    CODES = "referentiel_code_rome"
    APPELLATIONS = "referentiel_appellation"
    GRANDS_DOMAINES = "grand_domaine"
    DOMAINES = "domaine_professionnel"
    ARBORESCENCE = "cr_gd_dp"
    TEXTES = "texte"
    RIASEC = "referentiel_code_rome_riasec"
    MOBILITES = "rubrique_mobilite"
    COMPETENCES = "referentiel_competence"
    SAVOIRS = "referentiel_savoir"
    CONTEXTES = "referentiel_contexte_travail"
    COHERENCE = "coherence_item"
    RIASEC_MACRO = "referentiel_macro_competence_riasec"
    INTERETS = "centre_interet"
    INTERETS_DES_CODES = "arborescence_centre_interet"


class TypeTexte(StrEnum):
    """What a sentence of `texte` is about."""

    DEFINITION = "definition"
    ACCES = "acces"
    CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True)
class FicheRome:
    """A code (`A1101`); `parent` is the V3 code that the source gives a V4 code."""

    code: str
    libelle: str
    fiche: str | None
    ogr: str | None
    marques: Marques
    parent: str | None


@dataclass(frozen=True, slots=True)
class AppellationRome:
    """A job title; `libelle` is the long one, `classe` is PRINCIPALE or SYNONYME."""

    ogr: str
    libelle: str
    court: str | None
    code: str
    classe: str | None
    marques: Marques
    peu_usite: bool | None
    origine: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class IntituleRome:
    """The label of a domaine (`A11`) or of a grand domaine (`A`)."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class PhraseRome:
    """A sentence on a code; the sentences of one type follow their positions."""

    code: str
    type: TypeTexte
    position: int
    texte: str


@dataclass(frozen=True, slots=True)
class RiasecCode:
    """Holland's letters of a code."""

    code: str
    majeur: str | None
    mineur: str | None


@dataclass(frozen=True, slots=True)
class MobiliteRome:
    """A move from a code to another; `rang` counts from 1 among those of the code."""

    code: str
    cible: str
    rang: int | None


LigneRome = (
    FicheRome
    | AppellationRome
    | IntituleRome
    | PhraseRome
    | RiasecCode
    | RiasecCompetence
    | MobiliteRome
    | CompetenceRome
    | SavoirRome
    | ContexteRome
    | ItemDuCode
    | InteretRome
    | InteretDuCode
)
_Ligne = TypeVar("_Ligne", bound=LigneRome)


@dataclass(frozen=True, slots=True)
class TableRome:
    """A table as read; `path` is its file, for the problems between several tables."""

    table: TableKind
    path: str
    lignes: tuple[LigneRome, ...]


def lignes(tables: Sequence[TableRome], kind: type[_Ligne]) -> Iterator[_Ligne]:
    """Yield the rows of a kind."""
    for table in tables:
        yield from (ligne for ligne in table.lignes if isinstance(ligne, kind))
