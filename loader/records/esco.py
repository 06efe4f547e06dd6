"""Records of ESCO, and of France Travail's table that leads from ROME to it.

IRIs are ESCO's own, as it publishes them: `http://data.europa.eu/esco/occupation/{uuid}` for a
profession, `http://data.europa.eu/esco/isco/C{code}` for an ISCO group.
"""

from dataclasses import dataclass
from enum import StrEnum


class RelationEsco(StrEnum):
    """How an appellation stands to a profession; values are local names of SKOS."""

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"


@dataclass(frozen=True, slots=True)
class Correspondance:
    """A row of the ESCO ↔ ROME table, read from the appellation to the profession.

    « ogr BROAD profession » says that the profession is the broader of the two.
    """

    ogr: str
    appellation: str
    relation: RelationEsco
    profession: str
    libelle_profession: str


@dataclass(frozen=True, slots=True)
class TableEscoRome:
    """The ESCO ↔ ROME table: `entete` are the keys and values that stand above it."""

    entete: tuple[tuple[str, str], ...] = ()
    correspondances: tuple[Correspondance, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfessionEsco:
    """An occupation of ESCO; `groupe` is the code of its ISCO group, four digits."""

    iri: str
    libelle: str
    groupe: str
    autres_libelles: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class GroupeIsco:
    """A group of ISCO, of one to four digits."""

    iri: str
    code: str
    libelle: str
    autres_libelles: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class LienEsco:
    """A profession or an ISCO group, and the one that is broader."""

    iri: str
    plus_large: str


@dataclass(frozen=True, slots=True)
class TableEsco:
    """The content of one file of ESCO: each of its files fills one of the three."""

    professions: tuple[ProfessionEsco, ...] = ()
    groupes: tuple[GroupeIsco, ...] = ()
    liens: tuple[LienEsco, ...] = ()
