"""Facet data: what the facets need of all métiers, read once a release, as bit sets.

A métier is a bit, and a value of a facet the number whose bits are the métiers that have it: what
several choices leave is counted by arithmetic, exactly and in microseconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ontology.folding import fold
from queries import find
from server.browse.formatting import StartingPay
from server.engine import Engine, Row
from server.explore.facet_values import (
    NAMES,
    Facet,
    FacetValue,
    bit_positions,
    concept_values,
    formation_type_values,
    read_value_names,
    rome_values,
    salary_band_values,
)
from server.releases.cached import CachedByRelease

__all__ = ["SORTS", "FacetData", "FacetedMetier", "ordered_places", "read_facet_data"]

SORTS = ("nom", "niveau", "-niveau", "salaire", "-salaire")
"""The orders to choose from, the first where none is; what an order says nothing of is last."""

Item = TypeVar("Item", covariant=True)


@dataclass(frozen=True)
class FacetedMetier:
    """A métier with a fiche, and what a list says of it; `salaire` is a month's, in euros."""

    iri: str
    nom: str
    niveau: FacetValue | None
    salaire: float | None
    pay: StartingPay | None = None


@dataclass(frozen=True)
class FacetData(Generic[Item]):
    """All things of a kind in alphabetical order, and their facets, those without values left out.

    `orders` has for each order of the kind the places of the things in that order.
    """

    items: Sequence[Item]
    facets: Mapping[str, Facet]
    orders: Mapping[str, Sequence[int]]

    @property
    def all_bits(self) -> int:
        """The bits of all things."""
        return (1 << len(self.items)) - 1


def _read(engine: Engine) -> FacetData[FacetedMetier]:
    def rows(name: str) -> list[Row]:  # one list at a time: all of them are the memory of a process
        return engine.select(find(f"explore/{name}"))

    names: dict[str, str] = {}
    for row in rows("metiers"):
        names.setdefault(row.iri("metier"), row.text("nom"))
    order = sorted(names, key=lambda iri: (fold(names[iri]), iri))
    place_of = {iri: place for place, iri in enumerate(order)}
    paid = {row.iri("metier"): _pay(row) for row in rows("salaires")}
    named = read_value_names(rows("valeurs"))
    found = concept_values(rows("liens"), named, place_of)
    found["rome"] = rome_values(rows("rome"), named, place_of)
    found["formation"] = formation_type_values(rows("types"), place_of)
    found["salaire"] = salary_band_values(
        [paid[iri].amount if iri in paid else None for iri in order]
    )
    level_at = {at: value for value in found.get("niveau", ()) for at in bit_positions(value.bits)}
    metiers = [
        FacetedMetier(
            iri,
            names[iri],
            level_at.get(at),
            paid[iri].amount if iri in paid else None,
            paid.get(iri),
        )
        for at, iri in enumerate(order)
    ]
    facets = {name: Facet.of(name, tuple(found[name])) for name in NAMES if found.get(name)}
    return FacetData(metiers, facets, _orders(metiers))


def _pay(row: Row) -> StartingPay:
    return StartingPay(row.number("salaire") or 0, row.text("condition"), row.count("montants") > 1)


def _orders(metiers: Sequence[FacetedMetier]) -> dict[str, Sequence[int]]:
    levels = {at: one.niveau.rang for at, one in enumerate(metiers) if one.niveau}
    pays = {at: one.salaire for at, one in enumerate(metiers)}
    return ordered_places(len(metiers), {"niveau": levels, "salaire": pays})


def ordered_places(
    total: int, sorted_by: Mapping[str, Mapping[int, float | None]]
) -> dict[str, Sequence[int]]:
    """Return the places of things by name, and by what orders them, upwards and downwards.

    What an order says nothing of is last.
    """
    places = range(total)
    orders: dict[str, Sequence[int]] = {"nom": places}
    for name, keys in sorted_by.items():
        known = [(key, at) for at, key in keys.items() if key is not None]
        unknown = [at for at in places if keys.get(at) is None]
        orders[name] = (*(at for _, at in sorted(known)), *unknown)
        orders[f"-{name}"] = (*(at for _, at in sorted(known, key=_descending)), *unknown)
    return orders


def _descending(pair: tuple[float, int]) -> tuple[float, int]:
    return -pair[0], pair[1]


read_facet_data: Final = CachedByRelease(_read)
"""The facet data of a release, read by whoever asks first while the others wait."""
