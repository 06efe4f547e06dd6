"""Catalogue of the sources: publisher, licence, page, and priority in the view."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that appears in editions.

    `priority`: of two sources that state one fact, the greater wins it in the view.
    """

    id: str
    title: str
    publisher: str
    licence: str
    page: str
    priority: int


ODBL: Final = "https://opendatacommons.org/licenses/odbl/1-0/"
LICENCE_OUVERTE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
_ONISEP = "https://opendata.onisep.fr/data"
_ROME = "https://www.francetravail.org/opendata/repertoire-operationnel-des-meti.html"
_ESCO = "https://esco.ec.europa.eu/fr/classification/occupation_main"
_RNCP = (
    "https://www.data.gouv.fr/datasets/"
    "repertoire-national-des-certifications-professionnelles-et-repertoire-specifique/"
)
_DARES = (
    "https://dares.travail-emploi.gouv.fr/donnees/la-nomenclature-des-familles-professionnelles"
)

_ALL = (
    Source(
        "onisep-metiers",
        "Idéo-fiches métiers",
        "Onisep",
        ODBL,
        f"{_ONISEP}/5fe0808a2da6f/2-ideo-fiches-metiers.htm",
        90,
    ),
    Source(
        "onisep-formations",
        "Idéo-fiches formations",
        "Onisep",
        ODBL,
        f"{_ONISEP}/5fe07a9ecc960/2-ideo-fiches-formations.htm",
        80,
    ),
    Source(
        "onisep-ideo-formations",
        "Idéo-formations initiales en France",
        "Onisep",
        ODBL,
        f"{_ONISEP}/5fa591127f501/2-ideo-formations-initiales-en-france.htm",
        85,
    ),
    Source(
        "onisep-ideo-metiers",
        "Idéo-métiers",
        "Onisep",
        ODBL,
        f"{_ONISEP}/5fa5949243f97/2-ideo-metiers-onisep.htm",
        40,
    ),
    Source(
        "onisep-table-passage",
        "Table de passage des codes de certifications et de formations",
        "Onisep",
        LICENCE_OUVERTE,
        _ONISEP,
        50,
    ),
    Source(
        "france-competences",
        "Répertoire national des certifications professionnelles et répertoire spécifique",
        "France compétences",
        LICENCE_OUVERTE,
        _RNCP,
        35,
    ),
    Source(
        "rome-v4",
        "Répertoire opérationnel des métiers et des emplois, ROME 4.0",
        "France Travail",
        LICENCE_OUVERTE,
        _ROME,
        70,
    ),
    Source(
        "rome-v3",
        "Répertoire opérationnel des métiers et des emplois, version 3",
        "France Travail",
        LICENCE_OUVERTE,
        _ROME,
        60,
    ),
    Source(
        "esco-rome",
        "Table de correspondance entre ESCO et les appellations du ROME V3",
        "France Travail, EURES",
        CC_BY,
        _ESCO,
        20,
    ),
    Source(
        "esco",
        "ESCO, classification européenne des professions",
        "Commission européenne",
        CC_BY,
        _ESCO,
        30,
    ),
    Source(
        "fap-2009",
        "Familles professionnelles 2009 et leur passage au ROME V3",
        "Dares",
        LICENCE_OUVERTE,
        _DARES,
        10,
    ),
)
SOURCES: Final[Mapping[str, Source]] = MappingProxyType({source.id: source for source in _ALL})
