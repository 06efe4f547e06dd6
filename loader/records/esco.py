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
class TextesEsco:
    """What a file says of a thing in its language (`langue`, a code of ISO 639-1)."""

    langue: str
    libelle: str
    autres_libelles: tuple[str, ...] = ()
    libelles_caches: tuple[str, ...] = ()
    description: str | None = None
    definition: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProfessionEsco:
    """An occupation of ESCO; `groupe` is the code of its ISCO group, four digits.

    From ESCO 1.1 on it has a `code` of its own (`2654.1.7`), the moment when it was last changed
    (`modification`, as written), and `reglementee` where ESCO says whether the law restricts it.
    """

    iri: str
    groupe: str
    textes: TextesEsco
    code: str | None = None
    modification: str | None = None
    reglementee: bool | None = None


@dataclass(frozen=True, slots=True)
class GroupeIsco:
    """A group of ISCO, of one to four digits."""

    iri: str
    code: str
    textes: TextesEsco


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
