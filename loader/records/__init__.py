"""Records of a fiche métier: frozen dataclasses, the one form between sources and triples.

`None` means that the sheet has no such part; an empty tuple, that the part is there and empty.
Strings are the publisher's, without the white space around them and otherwise untouched.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Rubrique(StrEnum):
    """The parts of a fiche, of a métier and then of a formation; values are IRI slugs.

    Each kind of sheet prints its own in this order.
    """

    APPELLATIONS = "appellations"
    AUTRES_APPELLATIONS = "autres-appellations"
    CODES_ROME = "codes-rome"
    PRESENTATION = "presentation"
    EN_BREF = "en-bref"
    DOCUMENTATION = "documentation"
    NATURE_TRAVAIL = "nature-travail"
    COMPETENCES = "competences"
    CONDITIONS_TRAVAIL = "conditions-travail"
    VIE_PROFESSIONNELLE = "vie-professionnelle"
    ACCES_METIER = "acces-metier"
    NIVEAU_ACCES = "niveau-acces"
    FORMATIONS = "formations"
    STATUTS = "statuts"
    CENTRES_INTERET = "centres-interet"
    DESCRIPTION = "description"
    ACCES_FORMATION = "acces-formation"
    ATTENDUS = "attendus"
    POURSUITE_ETUDES = "poursuite-etudes"
    METIERS_ASSOCIES = "metiers-associes"
    SPECIALITES = "specialites"
    DOMAINES = "domaines"


@dataclass(frozen=True, slots=True)
class Paire:
    """The feminine and the masculine form of a title; they may be the same string."""

    feminin: str | None = None
    masculin: str | None = None


@dataclass(frozen=True, slots=True)
class Appellation:
    """Another title of the métier, with its gendered pair where the publisher gives it."""

    titre: str
    paire: Paire = Paire()


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A heading and the text up to the next one; at least one of `titre` and `texte` is there.

    `niveau_titre` is 2 or 3 (`##`, `###`), or 0 for a heading without mark (« Niveau bac + 2 »).
    In `texte`, `\n\n` parts paragraphs and `\n` lines.
    """

    titre: str | None
    niveau_titre: int | None
    texte: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet that is prose; `nom` is the name that it has of its own, if any."""

    rubrique: Rubrique
    passages: tuple[Passage, ...]
    nom: str | None = None


@dataclass(frozen=True, slots=True)
class Valeur:
    """A value of a code list, as written, with the publisher's id where the source gives it."""

    libelle: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MetierCite:
    """A métier as another one names it; `id` is Onisep's (`MET.797`)."""

    id: str
    libelle: str | None


@dataclass(frozen=True, slots=True)
class Publication:
    """A book on a métier; `code` is its ISBN as written."""

    titre: str
    code: str | None
    editeur: str | None
    annee: str | None
    collection: str | None


@dataclass(frozen=True, slots=True)
class Lien:
    """An address where to read more."""

    url: str
    commentaire: str | None


@dataclass(frozen=True, slots=True)
class FormationCitee:
    """A formation as a fiche names it; `id` is Onisep's (`FOR.270`)."""

    id: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Fiche:
    """One sheet: everything it says, nothing that it does not say.

    `id` is Onisep's (`MET.797`); `codes_rome` are codes of ROME V3, fiche codes (`M1605`) or
    domain codes (`K15`). The last five fields are those of the official export only.
    """

    id: str
    titre: str
    appellations: Paire | None = None
    autres_appellations: tuple[Appellation, ...] | None = None
    codes_rome: tuple[str, ...] | None = None
    sections: tuple[Section, ...] = ()
    niveau: Valeur | None = None
    formations: tuple[FormationCitee, ...] | None = None
    statuts: tuple[Valeur, ...] | None = None
    interets: tuple[Valeur, ...] | None = None
    secteurs: tuple[Valeur, ...] | None = None
    transverse: bool | None = None
    associes: tuple[MetierCite, ...] | None = None
    publications: tuple[Publication, ...] | None = None
    liens: tuple[Lien, ...] | None = None


@dataclass(frozen=True, slots=True)
class Parcours:
    """Studies that lead to the métier: from which level (a slug), in how many years.

    Months are tenths of a year. A minimum without maximum is open-ended (« au minimum »).
    """

    depart: str | None
    annees_min: Decimal | None
    annees_max: Decimal | None


@dataclass(frozen=True, slots=True)
class VoieAcces:
    """A way into the métier: the levels that it asks for, or the level that it starts from."""

    niveaux: tuple[str, ...]
    depart: str | None


@dataclass(frozen=True, slots=True)
class Montant:
    """Pay that could be read: euros, gross when `brut`; no maximum when open-ended.

    `unite` is a unit of schema.org's `unitText`: HOUR, DAY, WEEK, MONTH or YEAR.
    """

    minimum: Decimal
    maximum: Decimal | None
    unite: str
    brut: bool
    condition: str | None


@dataclass(frozen=True, slots=True)
class Salaire:
    """A line on beginner's pay: the text always, the amount where it can be read.

    `inverse` says that the text states a minimum above its maximum: no amount is then kept.
    """

    texte: str
    montant: Montant | None
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class CodeRome:
    """A row of the ROME V3 tree: grand domaine (`M`), domaine (`M16`) or code (`M1605`)."""

    code: str
    libelle: str
    parent: str | None
