"""Facet data of the formations: levels of entry and of exit, type, duration, field, certification.

A level of entry is what a sheet says of admission, or the level of exit less the duration, or the
level of a formation that names this one as a further study.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ontology.folding import fold, initial, slug
from queries import find
from server.browse import name_lookup
from server.engine import Engine, Row
from server.explore.facet_data import FacetData, ordered_places
from server.explore.facet_values import Facet, FacetValue, Places, bit_set
from server.explore.selection import FacetedKind
from server.explore.starting_points import BAC, STARTING_POINTS
from server.iris import tail
from server.releases.cached import CachedByRelease

__all__ = ["FORMATIONS", "FacetedFormation", "read_formation_data"]

FORMATIONS = FacetedKind(
    "/formations",
    ("apres", "entree", "sortie", "type", "duree", "domaine", "certification", "metier", "lettre"),
    ("nom", "niveau", "-niveau", "duree", "-duree"),
)
_LONGEST: Final = 5
"""Years from which on durations are one value."""

_Named = dict[str, tuple[str, set[int]]]
"""By slug of a value, what it is called and the places of the formations that have it."""


@dataclass(frozen=True)
class FacetedFormation:
    """A formation, and what tells it from another of its name.

    `sortie` is the slug of a level, `type` the type of diploma, `metiers` the IRIs of those that
    it opens, `is_described` whether one of them has a fiche.
    """

    iri: str
    nom: str
    sortie: str = ""
    type: str = ""
    code: str = ""
    duree: str = ""
    annees: float | None = None
    rncp: str = ""
    europeen: str = ""
    metiers: Sequence[str] = ()
    is_described: bool = False

    @property
    def key(self) -> str:
        """Its name, whatever its capitals and accents."""
        return fold(self.nom)

    @property
    def notation(self) -> str:
        """Its identifier: what is never that of another."""
        return tail(self.iri)


def _read(engine: Engine) -> FacetData[FacetedFormation]:
    items = sorted(_formations(engine), key=lambda each: (each.key, each.iri))
    place_of = {each.iri: place for place, each in enumerate(items)}
    ranks = {tail(iri): code.rang for iri, code in name_lookup.codes(engine).items()}
    entries = _entries(engine, place_of)
    values = {
        "apres": _starting_points(engine, place_of, entries),
        "entree": _levels(engine, entries),
        "sortie": _levels(engine, _grouped(items, lambda each: (each.sortie, ""))),
        "type": _by_name(_grouped(items, lambda each: (slug(each.type), each.type))),
        "duree": _durations(items),
        "domaine": _fields(engine, place_of),
        "certification": _by_slug(_grouped(items, lambda each: (each.europeen or "sans", ""))),
        "metier": _by_slug(_grouped(items, _outlet)),
        "lettre": _by_slug(_grouped(items, lambda each: (initial(each.nom), ""))),
    }
    facets = {name: Facet.of(name, tuple(some)) for name, some in values.items() if some}
    levels = {at: ranks.get(each.sortie) for at, each in enumerate(items)}
    years = {at: each.annees for at, each in enumerate(items)}
    return FacetData(items, facets, ordered_places(len(items), {"niveau": levels, "duree": years}))


def _formations(engine: Engine) -> Iterable[FacetedFormation]:
    metiers: dict[str, list[str]] = defaultdict(list)
    described: set[str] = set()
    for row in engine.select(find("explore/formations_metiers")):
        metiers[row.iri("formation")] += row.text("metiers").split()
        if row.truth("decrit"):
            described.add(row.iri("formation"))
    found: dict[str, FacetedFormation] = {}
    for row in engine.select(find("explore/formations")):
        iri = row.iri("formation")
        if iri not in found:
            found[iri] = FacetedFormation(
                iri,
                row.text("nom"),
                tail(row.optional_iri("sortie") or ""),
                row.text("type"),
                row.text("code"),
                row.text("duree"),
                row.number("annees"),
                row.text("rncp"),
                tail(row.optional_iri("europeen") or ""),
                metiers.get(iri, ()),
                iri in described,
            )
    return found.values()


def _entries(engine: Engine, place_of: Places) -> _Named:
    """Return the formations that one enters from each level."""
    found: _Named = {}
    for query, name in (("formations_entrees", "entree"), ("formations_suites", "niveau")):
        for row in engine.select(find(f"explore/{query}")):
            _add(found, tail(row.iri(name)), _place(row, place_of))
    return found


def _starting_points(engine: Engine, place_of: Places, entries: _Named) -> list[FacetValue]:
    """Return what follows each diploma: what its formations name as further studies.

    After a bac, what its kind gives entry to; or any bac, where no kind is named.
    """
    points = {type_: each.slug for each in STARTING_POINTS.values() for type_ in each.types}
    found: _Named = {}
    for row in engine.select(find("explore/formations_suites")):
        _add(found, points.get(row.text("type"), ""), _place(row, place_of))
    kinds: _Named = {}
    for row in engine.select(find("explore/formations_bacs")):
        _add(kinds, row.text("bac"), _place(row, place_of))
    after_bac = entries[BAC][1] if BAC in entries else set[int]()
    any_bac = after_bac.difference(*(places for _, places in kinds.values()))
    for kind, (_, places) in kinds.items():
        _add(found, kind, (places & after_bac) | any_bac)
    return [_value(slug, found[slug]) for slug in STARTING_POINTS if slug in found]


def _levels(engine: Engine, named: _Named) -> list[FacetValue]:
    known = {
        tail(iri): (code.rang, code.words)
        for iri, code in name_lookup.codes(engine).items()
        if "/niveau/" in iri
    }
    values = [
        replace(_value(slug, named[slug]), rang=known[slug][0], labels=known[slug][1])
        for slug in named
        if slug in known
    ]
    return sorted(values, key=lambda value: (value.rang is None, value.rang or 0))


def _durations(items: Sequence[FacetedFormation]) -> list[FacetValue]:
    def of(each: FacetedFormation) -> tuple[str, str]:
        years = int(each.annees or 0)
        return (f"{min(years, _LONGEST)}-ans" if years else "non-dite"), ""

    return _by_slug(_grouped(items, of))


def _outlet(each: FacetedFormation) -> tuple[str, str]:
    return ("decrit" if each.is_described else "nomme" if each.metiers else "aucun"), ""


def _fields(engine: Engine, place_of: Places) -> list[FacetValue]:
    """Return the fields, each with those below it."""
    found: _Named = {}
    above: dict[str, str] = {}
    for row in engine.select(find("explore/formations_domaines")):
        iris = row.text("formations").split()
        places = {place_of[iri] for iri in iris if iri in place_of}
        key, top = tail(row.iri("domaine")), tail(row.optional_iri("dessus") or "")
        _add(found, key, places, row.text("nom"))
        _add(found, top, places, row.text("nomDessus"))
        if top:
            above[key] = top
    return [
        replace(
            value, below=tuple(_by_name({k: found[k] for k in above if above[k] == value.slug}))
        )
        for value in _by_name({key: found[key] for key in found if key not in above})
    ]


def _grouped(
    items: Sequence[FacetedFormation], of: Callable[[FacetedFormation], tuple[str, str]]
) -> _Named:
    """Return the formations by slug of a value, which `of` gives with what it is called."""
    found: _Named = {}
    for at, each in enumerate(items):
        key, label = of(each)
        _add(found, key, (at,), label)
    return found


def _add(found: _Named, key: str, places: Collection[int], label: str = "") -> None:
    if key and places:
        found.setdefault(key, (label, set()))[1].update(places)


def _place(row: Row, place_of: Places) -> Collection[int]:
    place = place_of.get(row.iri("formation"))
    return () if place is None else (place,)


def _value(key: str, named: tuple[str, set[int]]) -> FacetValue:
    label, places = named
    return FacetValue(key, (), bit_set(places), {"fr": label} if label else {})


def _by_slug(named: _Named) -> list[FacetValue]:
    return [_value(key, named[key]) for key in sorted(named)]


def _by_name(named: _Named) -> list[FacetValue]:
    return sorted(
        (_value(key, each) for key, each in named.items()),
        key=lambda value: (fold(value.labels.get("fr", value.slug)), value.slug),
    )


read_formation_data: Final = CachedByRelease[[], FacetData[FacetedFormation]](_read)
"""The facet data of a release's formations, read by whoever asks first while the others wait."""
