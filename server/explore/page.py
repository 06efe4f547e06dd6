"""Explorer: the faceted page of the métiers, and the same selection as JSON and CSV."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, jsonify, render_template, request

from server.browse.pagination import Page, paginate
from server.engine.formats import SHEET, content_type
from server.explore.exports import csv_table, json_document
from server.explore.facet_counts import relaxations, selected_bits, sorted_metiers, value_counts
from server.explore.facet_data import SORTS, FacetData, FacetedMetier, read_facet_data
from server.explore.facet_values import Facet, FacetValue, Labels, facet_titles, value_labels
from server.explore.selection import PATH, Selection, SelectionRequest, read_selection
from server.explore.selection_query import selection_query
from server.http.language import gettext, ngettext
from server.http.negotiation import choose
from server.http.problems import ProblemError
from server.releases.current import release

__all__ = ["FacetOption", "FacetPanel", "FilterChip", "Relaxation", "SelectionView", "blueprint"]

_SIZE = 50
"""How many métiers a page lists."""
_FEW = 5
"""The most values of a facet that are shown one by one."""

blueprint = Blueprint("explore", __name__)

_FORMATS = {"html": "text/html", "json": "application/json", "csv": "text/csv"}
_MOST = 1000
"""The most parameters that an address may have: there are fewer things to choose."""


@dataclass(frozen=True)
class FacetOption:
    """A value of a facet on the page; `count` is how many métiers there would be with it."""

    slug: str
    label: str
    code: str
    count: int
    is_chosen: bool
    below: Sequence["FacetOption"] = ()

    @property
    def is_open(self) -> bool:
        """Whether something below is chosen."""
        return any(option.is_chosen for option in self.below)


@dataclass(frozen=True)
class FacetPanel:
    """A facet: what can be chosen, how much is, and how many values would leave no métier."""

    name: str
    title: str
    options: Sequence[FacetOption]
    chosen: int
    vain: int


@dataclass(frozen=True)
class FilterChip:
    """A filter that is set: a value, or a facet with many of them; and the address without."""

    title: str
    label: str
    without: str


@dataclass(frozen=True)
class Relaxation:
    """Facets to leave out for `count` métiers: titles with what is chosen of each, the address."""

    facets: Sequence[tuple[str, str]]
    address: str
    count: int


@dataclass(frozen=True)
class SelectionView:
    """The page: what is chosen and can be, and what is left, `found` one page of it.

    `levels` are the names of levels by slug, `sorts` the addresses of the same in other orders.
    """

    choice: Selection
    panels: Sequence[FacetPanel]
    chips: Sequence[FilterChip]
    found: Page[FacetedMetier]
    levels: Mapping[str, str]
    lifts: Sequence[Relaxation]
    sorts: Mapping[str, str]
    question: str

    @property
    def pages(self) -> str:
        """The address of a page, up to its number."""
        address = self.choice.without_facets(()).address()
        return f"{address}{'&' if '?' in address else '?'}page="


@blueprint.get(PATH)
def explore() -> Response:
    """Answer with the métiers that have what the parameters say, as ``format=`` or Accept wants.

    The page leaves out what it does not know, and says so; data would be taken for what was asked
    for, and is refused (400).
    """
    wanted = _media_type()
    if sum(1 for _ in request.args.items(multi=True)) > _MOST:
        raise ProblemError(400, gettext("L'adresse a plus de %(most)s paramètres.", most=_MOST))
    known = read_facet_data(release().engine)
    asked = read_selection(known.facets, request.args)
    if wanted == "text/html":
        page = render_template(
            "explorer.html",
            view=_view_of(known, asked.choice),
            senseless=asked.senseless,
            titles=facet_titles(),
        )
        response = Response(page, mimetype="text/html")
    else:
        _refuse(asked)
        if wanted == "application/json":
            response = jsonify(json_document(known, asked.choice))
        else:
            response = Response(csv_table(known, asked.choice), content_type=content_type(SHEET))
            response.headers["Content-Disposition"] = 'attachment; filename="metiers.csv"'
    return response


def _media_type() -> str:
    """Return the media type to answer in."""
    if name := request.args.get("format"):
        if name not in _FORMATS:
            names = ", ".join(_FORMATS)
            raise ProblemError(400, gettext("Le paramètre « format » vaut %(names)s.", names=names))
        return _FORMATS[name]
    accepted = choose(request.headers.getlist("Accept"), tuple(_FORMATS.values()))
    if accepted is None:
        types = ", ".join(_FORMATS.values())
        raise ProblemError(406, gettext("Les métiers se servent en %(types)s.", types=types))
    return accepted


def _refuse(asked: SelectionRequest) -> None:
    if asked.senseless:
        name, text = asked.senseless[0]
        detail = gettext(
            "Le paramètre « %(name)s » n'a pas de valeur « %(text)s ».", name=name, text=text[:80]
        )
        raise ProblemError(400, detail)


def _view_of(facts: FacetData, choice: Selection) -> SelectionView:
    """Return what the page of a choice shows, in the language of the request."""
    named, counted, called = facet_titles(), value_counts(facts, choice), value_labels(facts.facets)
    found = _page(facts, choice)
    return SelectionView(
        choice=replace(choice, page=found.number),
        panels=[
            _panel(facet, named[name], counted[name], called[name], choice.values.get(name, ()))
            for name, facet in facts.facets.items()
        ],
        chips=[
            chip for name in choice.values for chip in _chips(choice, name, named[name], called)
        ],
        found=found,
        levels=called.get("niveau", {}),
        lifts=[_relaxation(choice, named, called, *way) for way in relaxations(facts, choice)],
        sorts={sort: choice.with_sort(sort).address() for sort in SORTS},
        question=selection_query(choice),
    )


def _page(facts: FacetData, choice: Selection) -> Page[FacetedMetier]:
    found = sorted_metiers(facts, selected_bits(facts, choice), choice.sort)
    return paginate(found, choice.page, _SIZE).of(lambda place: facts.metiers[place])


def _panel(
    facet: Facet,
    title: str,
    counted: Mapping[str, int],
    called: Mapping[str, str],
    chosen: Sequence[FacetValue],
) -> FacetPanel:
    def options(values: Iterable[FacetValue]) -> list[FacetOption]:
        return [
            FacetOption(
                slug=value.slug,
                label=called[value.slug],
                code=value.code,
                count=counted[value.slug],
                is_chosen=value in chosen,
                below=options(value.below),
            )
            for value in values
            if counted[value.slug] or value in chosen
        ]

    vain = sum(not counted[slug] and value not in chosen for slug, value in facet.slugs.items())
    return FacetPanel(facet.name, title, options(facet.values), len(chosen), vain)


def _chips(choice: Selection, name: str, title: str, called: Labels) -> list[FilterChip]:
    values = choice.values[name]
    if len(values) > _FEW:
        return [
            FilterChip(
                title, _chosen_text(values, called[name]), choice.without_facets([name]).address()
            )
        ]
    return [
        FilterChip(title, called[name][value.slug], choice.without_value(name, value).address())
        for value in values
    ]


def _relaxation(
    choice: Selection, named: Mapping[str, str], called: Labels, names: Sequence[str], count: int
) -> Relaxation:
    facets = [(named[name], _chosen_text(choice.values[name], called[name])) for name in names]
    return Relaxation(facets, choice.without_facets(names).address(), count)


def _chosen_text(values: Sequence[FacetValue], called: Mapping[str, str]) -> str:
    """Return what is chosen of a facet: the labels, or how many they are if that is long."""
    if len(values) > _FEW:
        return str(ngettext("%(num)d choix", "%(num)d choix", len(values)))
    return ", ".join(called[value.slug] for value in values)
