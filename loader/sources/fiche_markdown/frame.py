"""Labels that frame a markdown sheet: a closed list, matched at column 0."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from loader.records import Rubrique

TITRE_MARK: Final = "# "
ID_LABEL: Final = "**ID:**"
NIVEAU_LABEL: Final = "**Niveau d'accès minimum:**"
FEMININ_LABEL: Final = "- Féminin:"
MASCULIN_LABEL: Final = "- Masculin:"

PROSE_LABELS: Final[Mapping[Rubrique, str]] = MappingProxyType(
    {
        Rubrique.PRESENTATION: "## Présentation",
        Rubrique.EN_BREF: "## En bref",
        Rubrique.NATURE_TRAVAIL: "## Nature du travail",
        Rubrique.COMPETENCES: "## Compétences requises",
        Rubrique.CONDITIONS_TRAVAIL: "## Conditions de travail",
        Rubrique.VIE_PROFESSIONNELLE: "## Vie professionnelle",
        Rubrique.ACCES_METIER: "## Accès au métier",
    }
)
LIST_LABELS: Final[Mapping[Rubrique, str]] = MappingProxyType(
    {
        Rubrique.APPELLATIONS: "**Appellations:**",
        Rubrique.AUTRES_APPELLATIONS: "## Autres appellations",
        Rubrique.CODES_ROME: "**Codes ROME:**",
        Rubrique.FORMATIONS: "## Formations recommandées",
        Rubrique.STATUTS: "**Statuts possibles:**",
        Rubrique.CENTRES_INTERET: "## Centres d'intérêt",
    }
)
_OPENERS: Final[Mapping[str, Rubrique]] = MappingProxyType(
    {
        label: rubrique
        for labels in (PROSE_LABELS, LIST_LABELS)
        for rubrique, label in labels.items()
    }
)


class Head(StrEnum):
    """The two parts of a sheet that are not a rubrique: they say which métier it is."""

    TITRE = "titre"
    ID = "id"


_VALUED: Final[Mapping[str, Head | Rubrique]] = MappingProxyType(
    {ID_LABEL: Head.ID, NIVEAU_LABEL: Rubrique.NIVEAU_ACCES}
)


def value_after(label: str, line: str) -> str | None:
    """Return what follows a label and white space on a line, None where the line has not both."""
    value = line[len(label) :]
    if not line.startswith(label) or (value and not value[0].isspace()):
        return None
    return value.strip()


class Opening(NamedTuple):
    """A line that opens a part, with the value that stands on it, if any."""

    part: Head | Rubrique
    value: str


def opening(line: str) -> Opening | None:
    """Return which part a line opens, or None when it is content.

    `# title` is only recognised by its mark: the caller knows whether a title was already read.
    """
    if not line.startswith(("#", "*")):
        return None
    if line.startswith(TITRE_MARK):
        return Opening(Head.TITRE, line[len(TITRE_MARK) :].strip())
    for label, part in _VALUED.items():
        value = value_after(label, line)
        if value is not None:
            return Opening(part, value)
    rubrique = _OPENERS.get(line.rstrip())
    return Opening(rubrique, "") if rubrique else None


def looks_like_fiche(text: str) -> bool:
    """Tell whether a text has at least one label of the frame other than a title."""
    return any(
        found is not None and found.part is not Head.TITRE
        for found in map(opening, text.split("\n"))
    )
