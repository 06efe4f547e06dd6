"""What the ROME V4 says beside its codes and titles: compétences, savoirs, contextes, interests."""

from dataclasses import dataclass
from enum import StrEnum


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
