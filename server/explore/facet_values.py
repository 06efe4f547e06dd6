"""Facet values: what there is to choose in each facet, from the rows of ``queries/explore``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from ontology import base
from ontology.folding import fold, slug
from server.engine import Row, Term
from server.explore.salary_bands import BANDS, band_label
from server.http.language import gettext, in_page_language
from server.iris import tail

__all__ = [
    "MANY",
    "NAMES",
    "Facet",
    "FacetValue",
    "Labels",
    "Places",
    "ValueNames",
    "bit_positions",
    "bit_set",
    "concept_values",
    "facet_titles",
    "formation_type_values",
    "read_value_names",
    "rome_values",
    "salary_band_values",
    "value_labels",
]

NAMES = ("niveau", "interet", "statut", "rome", "secteur", "formation", "salaire")
"""The facets in the order of the page and of its addresses; each is a parameter of them."""
MANY = frozenset({"interet", "statut", "secteur", "formation"})
"""The facets of which a métier may have several values: all of those chosen can be asked for."""
Labels = Mapping[str, Mapping[str, str]]
"""By facet and slug, the label of a value."""
_BANDS = {band.slug: band for band in BANDS}

_FACETS = {
    "niveauAcces": "niveau",
    "centreInteret": "interet",
    "statut": "statut",
    "secteur": "secteur",
}
"""By property of a métier, the facet whose values are what it leads to."""

_SHORT = 8
"""The longest of what is short for a name; « mastère spé. » and « MC (futur CS) » tell no more."""

Places = Mapping[str, int]
"""By the IRI of a métier, its place in the alphabet."""


@dataclass(frozen=True, eq=False)
class FacetValue:
    """A value of a facet.

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
    below: tuple["FacetValue", ...] = ()


@dataclass(frozen=True)
class Facet:
    """A facet: a property of métiers, and the values that some have; `slugs` has them all."""

    name: str
    values: tuple[FacetValue, ...]
    slugs: Mapping[str, FacetValue]

    @classmethod
    def of(cls, name: str, values: tuple[FacetValue, ...]) -> "Facet":
        """Return a facet of some values, in their order, each before what is below it."""
        return cls(name, values, {value.slug: value for value in _all(values)})


@dataclass
class ValueNames:
    """The labels of a value by language, and its rank; `above` are the IRIs right above it."""

    labels: dict[str, str] = field(default_factory=dict)
    rang: int | None = None
    above: set[str] = field(default_factory=set)


def read_value_names(rows: Iterable[Row]) -> dict[str, ValueNames]:
    """Read rows of ``explore/valeurs``: by IRI, the labels of each value."""
    named: dict[str, ValueNames] = {}
    for row in rows:
        one = named.setdefault(row.iri("valeur"), ValueNames())
        if nom := row.text("nom"):
            one.labels.setdefault(row.text("langue"), nom)
        one.rang = int(row.text("rang")) if row.text("rang") else None
        one.above.update(filter(None, [row.optional_iri("dessus")]))
    return named


def concept_values(
    rows: Iterable[Row], named: Mapping[str, ValueNames], place_of: Places
) -> dict[str, list[FacetValue]]:
    """Read rows of ``explore/liens``: by facet, its values; levels by rank, others by name."""
    found: dict[str, list[FacetValue]] = {}
    for row in rows:
        name, iri = _FACETS[row.iri("lien").partition("#")[2]], row.optional_iri("valeur") or ""
        bits = _bits(row, place_of)
        if bits and iri.startswith(base()):
            value = _value(iri, named.get(iri, ValueNames()), bits)
            found.setdefault(name, []).append(value)
    return {name: sorted(values, key=_rank) for name, values in found.items()}


def rome_values(
    rows: Iterable[Row], named: Mapping[str, ValueNames], place_of: Places
) -> list[FacetValue]:
    """Read rows of ``explore/rome``: the grands domaines of the métiers, with their domaines.

    A métier is in the domaine of its code, and in the grand domaine of that; a sheet may name a
    domaine itself.
    """
    bits: dict[str, int] = {}
    for row in rows:
        some = _bits(row, place_of)
        for iri in _upwards(row.iri("code"), row.optional_iri("dessus"), named):
            bits[iri] = bits.get(iri, 0) | some
    held = sorted(iri for iri, some in bits.items() if some)
    roots = [iri for iri in held if not named[iri].above & bits.keys()]
    below = {
        root: tuple(_value(iri, named[iri], bits[iri]) for iri in held if root in named[iri].above)
        for root in roots
    }
    return [replace(_value(iri, named[iri], bits[iri]), below=below[iri]) for iri in roots]


def formation_type_values(rows: Iterable[Row], place_of: Places) -> list[FacetValue]:
    """Read rows of ``explore/types``: by name; texts that make the same address are one."""
    found: dict[str, FacetValue] = {}
    for row in rows:
        text, sigle, bits = row.text("type"), row.text("sigle"), _bits(row, place_of)
        if bits and (key := slug(text)):
            code = sigle if sigle != text and len(sigle) <= _SHORT else ""
            before = found.get(key, FacetValue(key, (), 0, {"fr": text}, code))
            both = (*before.rows, (row.terms["type"],))
            found[key] = replace(before, rows=both, bits=before.bits | bits)
    return sorted(found.values(), key=_rank)


def salary_band_values(salaires: Sequence[float | None]) -> list[FacetValue]:
    """Return the bands that hold some pay, from the pay of each métier in the alphabet."""
    found = []
    for band in BANDS:
        bits = bit_set(at for at, salaire in enumerate(salaires) if band.holds(salaire))
        ends = tuple(None if end is None else ox.Literal(end) for end in (band.low, band.high))
        found.append(FacetValue(band.slug, (ends,), bits))
    return [value for value in found if value.bits] if any(salaires) else []


def bit_positions(bits: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _value(iri: str, named: ValueNames, bits: int) -> FacetValue:
    return FacetValue(tail(iri), ((ox.NamedNode(iri),),), bits, named.labels, rang=named.rang)


def _rank(value: FacetValue) -> tuple[bool, int, str]:
    return value.rang is None, value.rang or 0, fold(value.labels.get("fr", value.slug))


def _bits(row: Row, place_of: Places) -> int:
    """Return the bits of the métiers of a row that have a place."""
    return bit_set(place_of[iri] for iri in row.text("metiers").split() if iri in place_of)


def bit_set(places: Iterable[int]) -> int:
    """Return the number whose bits are some places: to add them up one by one is quadratic."""
    some = [*places]
    marks = bytearray(max(some, default=-1) // 8 + 1)
    for place in some:
        marks[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def _upwards(iri: str, above: str | None, named: Mapping[str, ValueNames]) -> set[str]:
    """Return what is named of a thing, of what is above it, and of what is above that."""
    found = {iri, above or ""} & named.keys()
    for one in list(found):
        found |= named[one].above & named.keys()
    return found


def value_labels(facets: Mapping[str, Facet]) -> Labels:
    """Return the labels of the values, in the language of the page where they have one."""
    return {
        name: {slug: _label(value) for slug, value in facet.slugs.items()}
        for name, facet in facets.items()
    }


def facet_titles() -> dict[str, str]:
    """Return the titles of the facets, in the language of the page."""
    return {
        "niveau": gettext("Niveau d'accès"),
        "interet": gettext("Centre d'intérêt"),
        "statut": gettext("Statut"),
        "rome": gettext("Domaine ROME"),
        "secteur": gettext("Secteur"),
        "formation": gettext("Type de formation"),
        "salaire": gettext("Salaire de débutant"),
    }


def _all(values: tuple[FacetValue, ...]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _all(value.below)


def _label(value: FacetValue) -> str:
    if value.slug in _BANDS:
        return band_label(_BANDS[value.slug])
    return in_page_language(value.labels) or value.slug
