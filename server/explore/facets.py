"""What one can choose: facets and their values, each with the métiers that have it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from server.engine import Term
from server.explore.bands import BANDS, band_label
from server.language import language

__all__ = ["NAMES", "Facet", "Labels", "Value", "labels", "titles"]

NAMES = ("niveau", "interet", "statut", "rome", "secteur", "formation", "salaire")
"""The facets in the order of the page and of its addresses; each is a parameter of them."""
Labels = Mapping[str, Mapping[str, str]]
"""By facet and slug, what a value is called."""
_BANDS = {band.slug: band for band in BANDS}


@dataclass(frozen=True, eq=False)
class Value:
    """One thing to choose.

    `rows` are its rows in the VALUES clause of its facet, None for UNDEF; `bits` has a bit for each
    métier that has it, by the métier's place in the alphabet; `labels` are by language, `code` is
    short for them, `rang` the rank of a level.
    """

    slug: str
    rows: tuple[tuple[Term | None, ...], ...]
    bits: int
    labels: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    rang: int | None = None
    below: tuple["Value", ...] = ()


@dataclass(frozen=True)
class Facet:
    """A question about métiers, and the values that some métier has; `slugs` finds them all."""

    name: str
    values: tuple[Value, ...]
    slugs: Mapping[str, Value]

    @classmethod
    def of(cls, name: str, values: tuple[Value, ...]) -> "Facet":
        """Return a facet of some values, in their order, each before what is below it."""
        return cls(name, values, {value.slug: value for value in _all(values)})


def labels(facets: Mapping[str, Facet]) -> Labels:
    """Return what the values are called, in the language of the page where they have it."""
    spoken = language()
    return {
        name: {slug: _label(value, spoken) for slug, value in facet.slugs.items()}
        for name, facet in facets.items()
    }


def titles() -> dict[str, str]:
    """Return what the facets are called, in the language of the page."""
    return {
        "niveau": gettext("Niveau d'accès"),
        "interet": gettext("Centre d'intérêt"),
        "statut": gettext("Statut"),
        "rome": gettext("Domaine ROME"),
        "secteur": gettext("Secteur"),
        "formation": gettext("Type de formation"),
        "salaire": gettext("Salaire de débutant"),
    }


def _all(values: tuple[Value, ...]) -> Iterator[Value]:
    for value in values:
        yield value
        yield from _all(value.below)


def _label(value: Value, spoken: str) -> str:
    if value.slug in _BANDS:
        return band_label(_BANDS[value.slug])
    told = value.labels
    return told.get(spoken) or told.get("fr") or next(iter(told.values()), value.slug)
