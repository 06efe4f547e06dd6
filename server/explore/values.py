"""The values of each facet, made of what the queries of ``explore`` answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from ontology import base
from ontology.folding import fold, slug
from server.engine import Row
from server.explore.bands import BANDS
from server.explore.facets import Value
from server.iris import tail

__all__ = ["Named", "bands", "kinds", "listed", "named_in", "places", "tree"]

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


@dataclass
class Named:
    """What a thing to choose is called, by language; `above` are the IRIs right above it."""

    labels: dict[str, str] = field(default_factory=dict)
    rang: int | None = None
    above: set[str] = field(default_factory=set)


def named_in(rows: Iterable[Row]) -> dict[str, Named]:
    """Read rows of ``explore/valeurs``: by IRI, what is known of it."""
    named: dict[str, Named] = {}
    for row in rows:
        one = named.setdefault(row.iri("valeur"), Named())
        if nom := row.text("nom"):
            one.labels.setdefault(row.text("langue"), nom)
        one.rang = int(row.text("rang")) if row.text("rang") else None
        one.above.update(filter(None, [row.optional_iri("dessus")]))
    return named


def listed(
    rows: Iterable[Row], named: Mapping[str, Named], place_of: Places
) -> dict[str, list[Value]]:
    """Read rows of ``explore/liens``: by facet, its values; levels by rank, others by name."""
    found: dict[str, list[Value]] = {}
    for row in rows:
        name, iri = _FACETS[row.iri("lien").partition("#")[2]], row.optional_iri("valeur") or ""
        bits = _bits(row, place_of)
        if bits and iri.startswith(base()):
            value = _value(iri, named.get(iri, Named()), bits)
            found.setdefault(name, []).append(value)
    return {name: sorted(values, key=_rank) for name, values in found.items()}


def tree(rows: Iterable[Row], named: Mapping[str, Named], place_of: Places) -> list[Value]:
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


def kinds(rows: Iterable[Row], place_of: Places) -> list[Value]:
    """Read rows of ``explore/types``: by name; texts that make the same address are one."""
    found: dict[str, Value] = {}
    for row in rows:
        text, sigle, bits = row.text("type"), row.text("sigle"), _bits(row, place_of)
        if bits and (key := slug(text)):
            code = sigle if sigle != text and len(sigle) <= _SHORT else ""
            before = found.get(key, Value(key, (), 0, {"fr": text}, code))
            both = (*before.rows, (row.terms["type"],))
            found[key] = replace(before, rows=both, bits=before.bits | bits)
    return sorted(found.values(), key=_rank)


def bands(salaires: Sequence[float | None]) -> list[Value]:
    """Return the bands that hold some pay, from the pay of each métier in the alphabet."""
    found = []
    for band in BANDS:
        bits = sum(1 << at for at, salaire in enumerate(salaires) if band.holds(salaire))
        ends = tuple(None if end is None else ox.Literal(end) for end in (band.low, band.high))
        found.append(Value(band.slug, (ends,), bits))
    return [value for value in found if value.bits] if any(salaires) else []


def places(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _value(iri: str, named: Named, bits: int) -> Value:
    return Value(tail(iri), ((ox.NamedNode(iri),),), bits, named.labels, rang=named.rang)


def _rank(value: Value) -> tuple[bool, int, str]:
    return value.rang is None, value.rang or 0, fold(value.labels.get("fr", value.slug))


def _bits(row: Row, place_of: Places) -> int:
    """Return the bits of the métiers of a row that have a place."""
    found = {place_of[iri] for iri in row.text("metiers").split() if iri in place_of}
    return sum(1 << place for place in found)


def _upwards(iri: str, above: str | None, named: Mapping[str, Named]) -> set[str]:
    """Return what is named of a thing, of what is above it, and of what is above that."""
    found = {iri, above or ""} & named.keys()
    for one in list(found):
        found |= named[one].above & named.keys()
    return found
