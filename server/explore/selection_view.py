"""View of a selection: the facets with their counts, what is chosen, a page of what is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from server.browse.pagination import Page, paginate
from server.explore.facet_counts import (
    loosenings,
    relaxations,
    selected_bits,
    sorted_places,
    value_counts,
)
from server.explore.facet_data import FacetData
from server.explore.facet_values import Facet, FacetValue, Labels
from server.explore.selection import Selection
from server.http.language import gettext, ngettext

__all__ = [
    "FacetOption",
    "FacetPanel",
    "FilterChip",
    "Letter",
    "Loosening",
    "Relaxation",
    "SelectionView",
    "letters_of",
    "selection_view",
]

_SIZE = 50
"""How many things a page lists."""
_FEW = 5
"""The most values of a facet that are shown one by one."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class FacetOption:
    """A value of a facet on the page; `count` is how many there would be with it."""

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
    """A facet: what can be chosen, how much is, and how many values would leave nothing.

    `is_every` tells whether all that is chosen is needed; `every` is how many have it all, None
    where that cannot be asked for.
    """

    name: str
    title: str
    options: Sequence[FacetOption]
    chosen: int
    vain: int
    is_every: bool
    every: int | None


@dataclass(frozen=True)
class FilterChip:
    """A filter that is set: a value, or a facet with many of them; and the address without."""

    title: str
    label: str
    without: str


@dataclass(frozen=True)
class Letter:
    """An initial to choose; that of all has no label."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Relaxation:
    """Facets to leave out for `count` of them: titles with what is chosen of each, the address."""

    facets: Sequence[tuple[str, str]]
    address: str
    count: int


@dataclass(frozen=True)
class Loosening:
    """A facet of which one value instead of all would leave `count` of them: its title, where."""

    title: str
    address: str
    count: int


@dataclass(frozen=True)
class SelectionView(Generic[Item]):
    """The page: what is chosen and can be, and what is left, `found` one page of it.

    `called` are the labels of values, `sorts` the addresses of the same in other orders.
    """

    choice: Selection
    panels: Sequence[FacetPanel]
    chips: Sequence[FilterChip]
    found: Page[Item]
    called: Labels
    lifts: Sequence[Relaxation]
    looser: Sequence[Loosening]
    sorts: Mapping[str, str]

    @property
    def pages(self) -> str:
        """The address of a page, up to its number."""
        address = self.choice.without_facets(()).address()
        return f"{address}{'&' if '?' in address else '?'}page="


def selection_view(
    facts: FacetData[Item], choice: Selection, named: Mapping[str, str], called: Labels
) -> SelectionView[Item]:
    """Return what the page of a choice shows; facets are `named`, and their values `called`."""
    counted = value_counts(facts, choice)
    found = _page(facts, choice)
    return SelectionView(
        choice=replace(choice, page=found.number),
        panels=[
            _panel(
                facet,
                named[name],
                counted[name],
                called[name],
                choice,
                _having_all(facts, choice, name),
            )
            for name, facet in facts.facets.items()
        ],
        chips=[
            chip for name in choice.values for chip in _chips(choice, name, named[name], called)
        ],
        found=found,
        called=called,
        lifts=[_relaxation(choice, named, called, *way) for way in relaxations(facts, choice)],
        looser=[
            Loosening(named[name], choice.with_any_value(name).address(), count)
            for name, count in ([] if found.total else loosenings(facts, choice))
        ],
        sorts={sort: choice.with_sort(sort).address() for sort in choice.kind.sorts},
    )


def letters_of(view: SelectionView[Item], facet: Facet) -> list[Letter]:
    """Return the initials that leave something, and all."""
    choice, counted = view.choice, view.called[facet.name]
    chosen = choice.values.get(facet.name, ())
    (panel,) = (panel for panel in view.panels if panel.name == facet.name)
    kept = {option.slug for option in panel.options if option.count}
    every = Letter("", choice.with_values({facet.name: ()}).address(), not chosen)
    return [every] + [
        Letter(counted[slug], choice.with_values({facet.name: [value]}).address(), value in chosen)
        for slug, value in facet.slugs.items()
        if slug in kept
    ]


def _page(facts: FacetData[Item], choice: Selection) -> Page[Item]:
    found = sorted_places(facts, selected_bits(facts, choice), choice.sort)
    return paginate(found, choice.page, _SIZE).of(lambda place: facts.items[place])


def _panel(
    facet: Facet,
    title: str,
    counted: Mapping[str, int],
    called: Mapping[str, str],
    choice: Selection,
    every: int | None,
) -> FacetPanel:
    chosen = choice.values.get(facet.name, ())

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
    return FacetPanel(
        facet.name,
        title,
        options(facet.values),
        len(chosen),
        vain,
        is_every=facet.name in choice.every,
        every=every,
    )


def _having_all(facts: FacetData[Item], choice: Selection, name: str) -> int | None:
    if name not in choice.kind.many or name not in choice.values:
        return None
    return selected_bits(facts, choice.with_every_value(name)).bit_count()


def _chips(choice: Selection, name: str, title: str, called: Labels) -> list[FilterChip]:
    values = choice.values[name]
    if name in choice.every:
        title = gettext("%(title)s (tous)", title=title)
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
