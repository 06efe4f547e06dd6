"""Records of Onisep's formations, of its sheets on them, and of its table de passage.

`None` and empty tuples mean that the source says nothing there. Strings are the publisher's,
without the white space around them; ids are Onisep's (`FOR.270`, `MET.797`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from loader.records import Appellation, Lien, Paire, Publication, Section, Valeur
from loader.records.ideo_metiers import SousDomaine

NIVEAU_NON_RENSEIGNE: Final = "non renseigné"
"""What a sheet writes where it knows no level."""


@dataclass(frozen=True, slots=True)
class MetierNomme:
    """A métier as a formation names it: it may have no fiche of its own."""

    id: str
    nom: str
    paire: Paire
    synonymes: tuple[Appellation, ...]


@dataclass(frozen=True, slots=True)
class Specialite:
    """A code of the NSF: three digits for a discipline, a letter for a fonction."""

    code: str
    libelle: str | None


@dataclass(frozen=True, slots=True)
class TypeFormation:
    """The type of a formation, in words and abridged twice."""

    libelle: str | None
    court: str | None
    sigle: str | None


@dataclass(frozen=True, slots=True)
class Poursuite:
    """Further studies: of which type, and the labels of formations, which have no id here."""

    type: str | None
    formations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formation:
    """What a source says of a formation: one `<formation>` of the export, or a sheet.

    `libelle` is the whole label, of which `libelle_generique`, `type_option` and
    `libelle_specifique` are the parts. `niveau` is that of studies on leaving the formation,
    `niveau_indicatif` the words of a sheet on it, which may name no level; `code_niveau` is the
    ministry's. The four texts `descriptif`, `acces`, `attendus` and
    `suite` are paragraphs, as `loader.sources.html_text` writes them. Years are as written.
    """

    id: str
    libelle: str
    type: TypeFormation
    code_scolarite: str | None = None
    sigle: str | None = None
    libelle_generique: str | None = None
    type_option: str | None = None
    libelle_specifique: str | None = None
    duree: str | None = None
    descriptif: str | None = None
    acces: str | None = None
    url: str | None = None
    specialites: tuple[Specialite, ...] = ()
    niveau_certification: str | None = None
    niveau: Valeur | None = None
    niveau_indicatif: str | None = None
    code_niveau: str | None = None
    code_rncp: str | None = None
    premiere_session: str | None = None
    derniere_session: str | None = None
    natures: tuple[str, ...] = ()
    attendus: str | None = None
    enseignements: tuple[str, ...] = ()
    tutelle: str | None = None
    suite: str | None = None
    poursuites: tuple[Poursuite, ...] = ()
    debouches: tuple[MetierNomme, ...] = ()
    publications: tuple[Publication, ...] = ()
    liens: tuple[Lien, ...] = ()
    sous_domaines: tuple[Valeur, ...] = ()
    creation: date | None = None
    modification: date | None = None


class Champ(StrEnum):
    """What a sheet on a formation says on one line, in the order of the sheets."""

    CODE_SCOLARITE = "code scolarité"
    SIGLE = "sigle"
    DUREE = "durée"
    NIVEAU_CERTIFICATION = "niveau de certification"
    TYPE = "type"
    NIVEAU_SORTIE = "niveau de sortie"
    CODE_RNCP = "code RNCP"
    TUTELLE = "tutelle"
    LIEN = "lien"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class FicheFormation:
    """One sheet on a formation, a « fiche formation » or one of « formations initiales ».

    `champs` are as written: `LIEN` is the address of the text that founds the formation, `PAGE`
    that of the formation at Onisep. `specialites` are codes of the NSF; `metiers` are titles, which
    have no id here.
    """

    id: str
    titre: str
    champs: Mapping[Champ, str]
    specialites: tuple[str, ...] | None = None
    sections: tuple[Section, ...] = ()
    metiers: tuple[str, ...] | None = None
    domaines: tuple[SousDomaine, ...] | None = None


@dataclass(frozen=True, slots=True)
class FormationReliee:
    """The formation that a row of the table de passage relates a certification to."""

    id: str
    libelle: str | None


@dataclass(frozen=True, slots=True)
class Certification:
    """One row of the table de passage.

    `certif_info` is the key; `niveau_europeen` 1 to 8. `intitule_rncp` and `enregistrement` go
    with `rncp`, `libelle_ministere` with `scolarite`. `evolution` says what became of the row
    since the table before (« identique », « créé » …).
    """

    certif_info: str
    intitule: str
    niveau_europeen: int | None = None
    type_diplome: str | None = None
    certifiante: bool | None = None
    rncp: str | None = None
    scolarite: str | None = None
    intitule_rncp: str | None = None
    enregistrement: str | None = None
    libelle_ministere: str | None = None
    evolution: str | None = None
    formation: FormationReliee | None = None
