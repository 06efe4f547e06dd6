"""Pages of studies: a métier's paths, drawn and as a table; what one may do after a diploma."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from server.browse import name_lookup
from server.browse.metier_subpage import metier_of_page
from server.browse.pagination import Page, page_number, paginate
from server.browse.similar_metiers import SimilarMetier, associated_metiers
from server.engine import Engine
from server.explore.facet_data import FacetData, read_facet_data
from server.explore.facet_values import FacetValue, bit_positions
from server.explore.formation_data import FORMATIONS, FacetedFormation, read_formation_data
from server.explore.formation_labels import formation_labels
from server.explore.selection import Selection
from server.explore.starting_points import STARTING_POINTS, StartingPoint
from server.http.language import gettext
from server.http.problems import ProblemError
from server.releases.current import release
from server.study_paths.metier_paths import read_metier_paths
from server.study_paths.path_layout import draw_paths

__all__ = ["Following", "FollowingKind", "blueprint"]

blueprint = Blueprint("study_paths", __name__)

_SIZE: Final = 50
_LYCEE: Final = ("baccalaureat-general", "baccalaureat-technologique")


@dataclass(frozen=True)
class FollowingKind:
    """Formations of one type that follow: how many they are, and the métiers that they open.

    `levels` are those of exit, `address` is that of the list of them.
    """

    label: str
    levels: Sequence[str]
    durations: Sequence[str]
    formations: int
    metiers: int
    address: str


@dataclass(frozen=True)
class Following:
    """What follows a starting point: formations as bits, and the métiers with a fiche they open.

    `value` is that of the facet that it is, `others` how many more formations one enters from its
    level, `elsewhere` the address of those.
    """

    point: StartingPoint
    facet: str
    value: FacetValue
    metiers: Sequence[str]
    others: int
    elsewhere: str

    @property
    def formations(self) -> int:
        """How many formations there are."""
        return self.value.bits.bit_count()

    @property
    def address(self) -> str:
        """The address of the list of all of them."""
        return _address({self.facet: [self.value]})


@blueprint.get("/doc/metier/<notation>/parcours")
def metier_paths(notation: str) -> str:
    """Show what leads to a métier step by step; 404 where the graph knows no such métier."""
    engine = release().engine
    whole, title = metier_of_page(engine, notation)
    known = read_metier_paths(engine, whole.iri)
    return render_template(
        "parcours.html",
        doc=whole,
        title=title,
        known=known,
        drawings=draw_paths(known.paths, title) if known.paths else (),
    )


@blueprint.get("/apres")
def starting_points() -> str:
    """Show the diplomas and levels that one may ask about, with how much follows each."""
    engine = release().engine
    data = read_formation_data(engine)
    found = [each for p in STARTING_POINTS.values() if (each := _following(engine, data, p))]
    return render_template("apres.html", found=found)


@blueprint.get("/apres/<slug>")
def after(slug: str) -> str:
    """Show what follows a diploma or a level; 404 where nothing is known to."""
    engine = release().engine
    data = read_formation_data(engine)
    point = STARTING_POINTS.get(slug)
    found = _following(engine, data, point) if point else None
    if found is None:
        detail = gettext("Rien ne dit ici ce qui se fait après « %(name)s ».", name=slug)
        raise ProblemError(404, detail)
    return render_template(
        "apres_diplome.html",
        found=found,
        kinds=_kinds(data, found),
        lycee=_lycee(data) if found.value.slug == "3e" else "",
        level=formation_labels(data.facets).get("entree", {}).get(found.point.niveau, ""),
        metiers=_metiers(engine, found.metiers),
    )


def _following(
    engine: Engine, data: FacetData[FacetedFormation], point: StartingPoint
) -> Following | None:
    named, level = (
        data.facets[facet].slugs.get(slug) if facet in data.facets else None
        for facet, slug in (("apres", point.slug), ("entree", point.niveau))
    )
    value = named if point.types else level
    if value is None:
        return None
    others = (level.bits & ~value.bits).bit_count() if level else 0
    described = {each.iri for each in read_facet_data(engine).items}
    opened = {iri for each in _formations(data, value.bits) for iri in each.metiers}
    return Following(
        point,
        "apres" if point.types else "entree",
        value,
        sorted(opened & described),
        others,
        _address({"entree": [level]}) if level else "",
    )


def _kinds(data: FacetData[FacetedFormation], found: Following) -> list[FollowingKind]:
    """Return the types of what follows, the lowest level of exit first, then the most numerous."""
    called = formation_labels(data.facets)
    ranks = {value.slug: value.rang or 0 for value in data.facets["sortie"].values}
    kinds = []
    for value in data.facets["type"].values if "type" in data.facets else ():
        some = list(_formations(data, value.bits & found.value.bits))
        if some:
            levels = sorted({each.sortie for each in some if each.sortie}, key=lambda s: ranks[s])
            kind = FollowingKind(
                called["type"][value.slug],
                [called["sortie"][each] for each in levels],
                sorted({each.duree for each in some if each.duree}),
                len(some),
                len({iri for each in some for iri in each.metiers}),
                _address({found.facet: [found.value], "type": [value]}),
            )
            kinds.append((ranks[levels[0]] if levels else 0, -len(some), kind))
    return [kind for *_, kind in sorted(kinds, key=lambda each: each[:2])]


def _formations(data: FacetData[FacetedFormation], bits: int) -> Iterable[FacetedFormation]:
    return (data.items[place] for place in bit_positions(bits))


def _lycee(data: FacetData[FacetedFormation]) -> str:
    """Return the address of the bacs that the sources tell of without what comes before them."""
    slugs = data.facets["type"].slugs if "type" in data.facets else {}
    values = [slugs[slug] for slug in _LYCEE if slug in slugs]
    return _address({"type": values}) if values else ""


def _metiers(engine: Engine, iris: Sequence[str]) -> Page[SimilarMetier]:
    named = name_lookup.metiers(engine, iris)
    ordered = sorted(named, key=lambda iri: named[iri].rank)
    page = paginate(ordered, page_number(), _SIZE)
    shown = associated_metiers(engine, page.items)
    return page.of(lambda iri: shown[iri])


def _address(values: Mapping[str, Sequence[FacetValue]]) -> str:
    return Selection(values, FORMATIONS.sorts[0], kind=FORMATIONS).address()
