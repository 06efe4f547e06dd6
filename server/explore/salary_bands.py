"""Salary bands: the facet of a beginner's pay, the least that a sheet states, gross, by month."""

from dataclasses import dataclass

from server.browse.formatting import number
from server.http.language import gettext

__all__ = ["BANDS", "Band", "band_label"]


@dataclass(frozen=True)
class Band:
    """From `low`, included, to `high`, excluded, None without end; no `low`: no monthly pay."""

    slug: str
    low: int | None
    high: int | None

    def holds(self, salaire: float | None) -> bool:
        """Tell whether a pay is in the band; None is a pay that is not stated by month."""
        if self.low is None or salaire is None:
            return self.low is salaire is None
        return self.low <= salaire and (self.high is None or salaire < self.high)


BANDS = (
    Band("moins-de-1900", 0, 1900),
    Band("1900-a-2200", 1900, 2200),
    Band("2200-a-2500", 2200, 2500),
    Band("2500-a-3000", 2500, 3000),
    Band("3000-a-3500", 3000, 3500),
    Band("3500-et-plus", 3500, None),
    Band("non-dit", None, None),
)


def band_label(band: Band) -> str:
    """Return what a band is called, in the language of the page."""
    low, high = (end and number(end) for end in (band.low, band.high))
    if low is None:
        return str(gettext("non dit, ou autrement que par mois"))
    if high is None:
        return str(gettext("%(low)s € et plus", low=low))
    if band.low == 0:
        return str(gettext("moins de %(high)s €", high=high))
    return str(gettext("de %(low)s à moins de %(high)s €", low=low, high=high))
