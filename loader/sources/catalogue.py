"""The sources that the loader knows: who publishes them, under which licence, and their rank."""

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


_ALL = (
    Source(
        "onisep-metiers",
        "Idéo-fiches métiers",
        "Onisep",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "https://opendata.onisep.fr/data/5fe0808a2da6f/2-ideo-fiches-metiers.htm",
        20,
    ),
    Source(
        "rome-v3",
        "Répertoire opérationnel des métiers et des emplois, version 3",
        "France Travail",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "https://www.francetravail.org/opendata/repertoire-operationnel-des-meti.html",
        10,
    ),
)
SOURCES: Final[Mapping[str, Source]] = MappingProxyType({source.id: source for source in _ALL})
