"""Records of France compétences' register: fiches of the RNCP and of the RS, and their codes.

`numero` is that of the fiche, as the register writes it: `RNCP38228`, `RS6117`.
"""

from dataclasses import dataclass
from datetime import date

from loader.records.rome import Version


@dataclass(frozen=True, slots=True)
class FicheRncp:
    """A fiche: its title and level, and how long the certification is registered.

    `niveau_europeen` is 1 to 8, `niveau` as written; `active` is whether the register says so.
    """

    numero: str
    intitule: str
    niveau_europeen: int | None = None
    niveau: str | None = None
    type_diplome: str | None = None
    enregistrement: str | None = None
    effet: date | None = None
    fin: date | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class RomeDeFiche:
    """A code of the ROME that a fiche leads to, with its label.

    The register does not say of which ROME: `version` is None until the label has told.
    """

    numero: str
    code: str
    libelle: str
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class SpecialiteDeFiche:
    """A speciality of the NSF that a fiche is filed under: `326`, or finer `114b`."""

    numero: str
    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class FormacodeDeFiche:
    """A field of training that a fiche is filed under: five digits."""

    numero: str
    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class TableRncp:
    """The content of one table of the register: each of its tables fills one of the four."""

    fiches: tuple[FicheRncp, ...] = ()
    romes: tuple[RomeDeFiche, ...] = ()
    specialites: tuple[SpecialiteDeFiche, ...] = ()
    formacodes: tuple[FormacodeDeFiche, ...] = ()
