"""Download addresses of the publishers' files: the one table, and the only place they stand.

Publishers move their exports. When one does, this table is what changes: no option of a command
replaces it, so that what was fetched always came from an address that was reviewed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Form(StrEnum):
    """What a publisher serves; the value is the ending of the file's name."""

    ZIP = "zip"
    XML = "xml"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a publisher lists its files, and how the titles of those of a source begin.

    Of these the newest has the greatest title, which ends with a date.
    """

    url: str
    titles: str


@dataclass(frozen=True, slots=True)
class SourceAddress:
    """Where the newest edition of a source is; `source` is its name in the catalogue.

    With a `listing`, `url` is only how the address of each of its files begins.
    """

    source: str
    url: str
    form: Form
    listing: Listing | None = None

    @property
    def name(self) -> str:
        """The file's name once it is here: the publisher's own is often a number."""
        return f"{self.source}.{self.form}"


_ONISEP: Final = "https://api.opendata.onisep.fr/downloads/{0}/{0}.{1}"
_ROME: Final = "https://api.francetravail.fr/api-nomenclatureemploi/v1/open-data/csv"
_DATA_GOUV_FILES: Final = "https://static.data.gouv.fr/resources/"
_RNCP: Final = "https://www.data.gouv.fr/api/1/datasets/5eebbc067a14b6fecc9c9976/"

_ALL: Final = (
    SourceAddress("onisep-metiers", _ONISEP.format("5fe0808a2da6f", Form.ZIP), Form.ZIP),
    SourceAddress("onisep-formations", _ONISEP.format("5fe07a9ecc960", Form.ZIP), Form.ZIP),
    SourceAddress("onisep-ideo-metiers", _ONISEP.format("5fa5949243f97", Form.XML), Form.XML),
    SourceAddress("rome-v4", _ROME, Form.ZIP),
    SourceAddress(
        "france-competences", _DATA_GOUV_FILES, Form.ZIP, Listing(_RNCP, "export-fiches-csv-")
    ),
)
ADDRESSES: Final[Mapping[str, SourceAddress]] = MappingProxyType(
    {each.source: each for each in _ALL}
)
