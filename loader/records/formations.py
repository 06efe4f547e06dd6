"""Records of Onisep's formations export and of its table de passage.

`None` and empty tuples mean that the source says nothing there. Strings are the publisher's,
without the white space around them; ids are Onisep's (`FOR.270`, `MET.797`).
"""

from dataclasses import dataclass
from datetime import date

from loader.records import Appellation, Lien, Paire, Publication, Valeur


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
    """One `<formation>` of the export.

    `libelle` is the whole label, of which `libelle_generique`, `type_option` and
    `libelle_specifique` are the parts. `niveau` is that of studies on leaving the formation;
    `code_niveau` the ministry's. The four texts `descriptif`, `acces`, `attendus` and
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
    code_niveau: str | None = None
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
