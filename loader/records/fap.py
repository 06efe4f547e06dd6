"""Records of Dares's occupational families FAP-2009."""

from dataclasses import dataclass
from enum import StrEnum


class Echelon(StrEnum):
    """The levels of the FAP, from the whole to the finest; values are their names in French."""

    ENSEMBLE = "ensemble"
    GRAND_GROUPE = "grand groupe"
    DOMAINE = "domaine professionnel"
    AGREGEE = "famille professionnelle agrégée"
    DETAILLEE = "famille professionnelle détaillée"


@dataclass(frozen=True, slots=True)
class Famille:
    """A family of any level: `A0Z40` (détaillée), `A0Z` (agrégée), `A` (domaine), `AGR`, `A_Z`.

    `plus_large` is the code of the family above, where the same file has it.
    """

    code: str
    libelle: str
    echelon: Echelon
    plus_large: str | None = None


@dataclass(frozen=True, slots=True)
class PassageRome:
    """A ROME V3 code that leads to a detailed family.

    `qualifications` are the digits of qualification (`0` to `9`) with which it does, in the order
    of the file; empty where it does whatever the qualification.
    """

    fap: str
    rome: str
    qualifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFap:
    """The content of one file of the FAP: labels, or the passage from ROME V3."""

    familles: tuple[Famille, ...] = ()
    passages: tuple[PassageRome, ...] = ()
