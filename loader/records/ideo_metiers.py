"""Records of Onisep's idéo-métiers table: a row is a métier and a publication."""

from dataclasses import dataclass

from loader.records import Publication


@dataclass(frozen=True, slots=True)
class GroupeFormationEmploi:
    """A GFE: a letter, and the label as written (« GFE V : … »)."""

    lettre: str
    libelle: str


@dataclass(frozen=True, slots=True)
class CodeRomeNomme:
    """A code of ROME V3 (`L1503`, or the domain `A15`), its label, its page at France Travail."""

    code: str
    libelle: str | None
    page: str | None


@dataclass(frozen=True, slots=True)
class SousDomaine:
    """A field of Onisep's; `domaine` is the wider one that it belongs to, None for a widest."""

    libelle: str
    domaine: str | None

    @property
    def path(self) -> str:
        """Return « domaine/sous-domaine », the form in which Onisep writes it."""
        return f"{self.domaine}/{self.libelle}" if self.domaine else self.libelle


@dataclass(frozen=True, slots=True)
class MetierClasse:
    """A métier and where the table files it; `libelle` holds both forms (« boulanger / … »)."""

    id: str
    libelle: str
    page: str
    gfe: GroupeFormationEmploi | None = None
    codes: tuple[CodeRomeNomme, ...] = ()
    sous_domaines: tuple[SousDomaine, ...] = ()


@dataclass(frozen=True, slots=True)
class LigneIdeo:
    """A row; `publication` is None where the table says that there is none on the métier."""

    metier: MetierClasse
    publication: Publication | None
