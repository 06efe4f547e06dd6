"""Labels that frame a fiche métier in markdown: a closed list, matched at column 0."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from loader.records import Rubrique
from loader.sources.markdown_sheet.frame import Frame, Head

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
FRAME: Final = Frame(
    valued=MappingProxyType({ID_LABEL: Head.ID, NIVEAU_LABEL: Rubrique.NIVEAU_ACCES}),
    headings=MappingProxyType(
        {
            label: rubrique
            for labels in (PROSE_LABELS, LIST_LABELS)
            for rubrique, label in labels.items()
        }
    ),
    order=MappingProxyType({part: rank for rank, part in enumerate((*Head, *Rubrique))}),
)


def looks_like_fiche(text: str) -> bool:
    """Tell whether a text has at least one label of the frame other than a title."""
    return any(
        found is not None and found.part is not Head.TITRE
        for found in map(FRAME.opening, text.split("\n"))
    )
