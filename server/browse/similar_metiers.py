"""Similar métiers: those that share ROME codes, formations or interests with one, and their page.

Which ones, and what they share, is reckoned when a release is built (`loader/pages`).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from ontology import base
from server.browse import name_lookup
from server.browse.formatting import StartingPay
from server.browse.metier_subpage import metier_of_page
from server.engine import Engine
from server.explore.facet_data import FacetedMetier, read_facet_data
from server.http.language import gettext, in_page_language, lazy_gettext, ngettext
from server.iris import tail
from server.releases.cached import CachedByRelease
from server.releases.current import release

__all__ = [
    "FILTERS",
    "FilterLink",
    "SharedFeatures",
    "SimilarFilter",
    "SimilarMetier",
    "associated_metiers",
    "blueprint",
    "filter_links",
    "narrowed",
    "nearest_metiers",
    "read_shared_features",
]

blueprint = Blueprint("proches", __name__)

_SHARED: Final = "SELECT shared FROM metiers WHERE iri = ?"
_NEAR: Final = "SELECT near FROM metiers WHERE iri = ?"


@dataclass(frozen=True)
class SharedFeatures:
    """How many codes, formations and interests two métiers have in common."""

    codes: int = 0
    formations: int = 0
    interests: int = 0

    def __str__(self) -> str:
        """Return the reason in words: « en commun : 1 code ROME, 3 formations »."""
        n, m, k = self.codes, self.formations, self.interests
        parts = [
            *([ngettext("%(num)d code ROME", "%(num)d codes ROME", n)] if n else ()),
            *([ngettext("%(num)d formation", "%(num)d formations", m)] if m else ()),
            *([ngettext("%(num)d centre d'intérêt", "%(num)d centres d'intérêt", k)] if k else ()),
        ]
        return str(gettext("en commun : %(what)s", what=", ".join(parts)))


@dataclass(frozen=True)
class SimilarMetier:
    """A métier and what it shares with the one whose page it is on.

    `niveau` is what its level of entry is called, `rank` its rank; `pay` the least that a
    beginner has; a stub has no fiche. `twin` tells it from one of its name.
    """

    iri: str
    label: str
    shared: SharedFeatures
    is_stub: bool
    niveau: str = ""
    rank: int | None = None
    pay: StartingPay | None = None
    in_the_field: bool = False
    twin: str = ""


@dataclass(frozen=True)
class SimilarFilter:
    """A way of narrowing near métiers down: its name in an address, who it keeps.

    `fits` is given a near métier and the rank of the level of the one that it is near to.
    """

    name: str
    label: Any
    fits: Callable[[SimilarMetier, int | None], bool]


_BAC_5: Final = 100
FILTERS: Final = (
    SimilarFilter(
        "sans-bac-5",
        lazy_gettext("sans bac + 5"),
        lambda near, _: near.rank is not None and near.rank < _BAC_5,
    ),
    SimilarFilter("meme-domaine", lazy_gettext("même domaine"), lambda near, _: near.in_the_field),
    SimilarFilter(
        "plus-court",
        lazy_gettext("plus court"),
        lambda near, rank: near.rank is not None and rank is not None and near.rank < rank,
    ),
)
"""`plus-court` is of studies: a lower level of entry."""


@dataclass(frozen=True)
class FilterLink:
    """A filter as a link: `query` sets it, or takes it away; `count` is how many there are then."""

    label: Any
    query: str
    count: int
    is_chosen: bool


def filter_links(
    near: Sequence[SimilarMetier], rank: int | None, chosen: Sequence[str] = ()
) -> Sequence[FilterLink]:
    """Return the filters of some near métiers; `rank` is that of the level of their métier."""
    found = []
    for each in FILTERS:
        is_chosen = each.name in chosen
        names = [one.name for one in FILTERS if (one.name in chosen) != (one.name == each.name)]
        query = f"?{urlencode([('seul', name) for name in names])}" if names else ""
        found.append(FilterLink(each.label, query, len(narrowed(near, rank, names)), is_chosen))
    return found


def narrowed(
    near: Sequence[SimilarMetier], rank: int | None, chosen: Sequence[str]
) -> Sequence[SimilarMetier]:
    """Return the near métiers that meet all of some filters."""
    filters = [each for each in FILTERS if each.name in chosen]
    return [one for one in near if all(each.fits(one, rank) for each in filters)]


def read_shared_features(engine: Engine, metier: str) -> Mapping[str, SharedFeatures]:
    """Return what each métier that is associated to one has in common with it, if anything."""
    return {
        iri: SharedFeatures(*counts)
        for (shared,) in engine.tables.rows(_SHARED, metier)
        for iri, counts in json.loads(shared).items()
    }


def nearest_metiers(engine: Engine, metier: str) -> Sequence[SimilarMetier]:
    """Return the nearest métiers, best first, those without fiche last; no associated ones."""
    folder = f"{base()}id/metier/"
    near = [
        (f"{folder}{id_}", SharedFeatures(*counts), bool(same))
        for (found,) in engine.tables.rows(_NEAR, metier)
        for id_, *counts, same in json.loads(found)
    ]
    read = _described_metiers(engine, {iri: (shared, same) for iri, shared, same in near})
    return sorted(read, key=lambda each: each.is_stub)


def associated_metiers(engine: Engine, iris: Iterable[str]) -> Mapping[str, SimilarMetier]:
    """Return métiers with their level and pay, by IRI."""
    nothing = SharedFeatures(), False
    return {each.iri: each for each in _described_metiers(engine, dict.fromkeys(iris, nothing))}


def _described_metiers(
    engine: Engine, shared: Mapping[str, tuple[SharedFeatures, bool]]
) -> Sequence[SimilarMetier]:
    """Return métiers with their level and pay; `shared` is what they have in common with one."""
    named = name_lookup.metiers(engine, shared)
    codes = name_lookup.codes(engine)
    described = _described(engine)
    namesakes = name_lookup.namesakes(engine)
    found = []
    for iri, (common, same) in shared.items():
        known, sheet = named.get(iri), described.get(iri)
        code = codes.get(known.niveau) if known else None
        found.append(
            SimilarMetier(
                iri,
                known.label if known else tail(iri),
                common,
                sheet is None,
                in_page_language(code.words) if code else "",
                code.rang if code else None,
                sheet.pay if sheet else None,
                same,
                tail(iri) if iri in namesakes else "",
            )
        )
    return found


def _read_described(engine: Engine) -> Mapping[str, FacetedMetier]:
    return {each.iri: each for each in read_facet_data(engine).items}


_described: Final = CachedByRelease(_read_described)
"""The métiers that have a fiche, by IRI."""


@blueprint.get("/doc/metier/<notation>/proches")
def proches(notation: str) -> str:
    """Show the métiers that are near to one; with ``?seul=``, those that meet all these filters."""
    engine = release().engine
    whole, title = metier_of_page(engine, notation)
    asked = request.args.getlist("seul")
    chosen = tuple(each.name for each in FILTERS if each.name in asked)
    known = name_lookup.metiers(engine, [whole.iri])
    code = name_lookup.codes(engine).get(known[whole.iri].niveau) if known else None
    rank = code.rang if code else None
    near = nearest_metiers(engine, whole.iri)
    return render_template(
        "proches.html",
        doc=whole,
        title=title,
        near=narrowed(near, rank, chosen),
        links=filter_links(near, rank, chosen),
        total=len(near),
    )
