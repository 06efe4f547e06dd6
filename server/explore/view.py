"""What the page of a choice shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import ngettext

from server.browse.paging import Page
from server.explore.choice import Choice
from server.explore.counting import counts, left, lifts, ordered
from server.explore.facets import Facet, Labels, Value, labels, titles
from server.explore.facts import SORTS, Facts, Metier
from server.explore.question import question

__all__ = ["SIZE", "Chip", "Lift", "Option", "Panel", "View", "view_of"]

SIZE = 50
"""How many métiers a page lists."""
_FEW = 5
"""The most values of a facet that are told one by one."""


@dataclass(frozen=True)
class Option:
    """A value to choose; `count` is how many métiers there would be with it."""

    slug: str
    label: str
    code: str
    count: int
    is_chosen: bool
    below: Sequence["Option"] = ()

    @property
    def is_open(self) -> bool:
        """Whether something below is chosen."""
        return any(option.is_chosen for option in self.below)


@dataclass(frozen=True)
class Panel:
    """A facet: what can be chosen, how much is, and how many values would leave no métier."""

    name: str
    title: str
    options: Sequence[Option]
    chosen: int
    vain: int


@dataclass(frozen=True)
class Chip:
    """A value that is chosen, or a facet of which many are, and the address without."""

    title: str
    label: str
    without: str


@dataclass(frozen=True)
class Lift:
    """Facets whose lifting leaves `count` métiers: what they are, what of each, the address."""

    facets: Sequence[tuple[str, str]]
    address: str
    count: int


@dataclass(frozen=True)
class View:
    """The page: what is chosen and can be, and what is left, `found` one page of it.

    `levels` are the names of levels by slug, `sorts` the addresses of the same in other orders.
    """

    choice: Choice
    panels: Sequence[Panel]
    chips: Sequence[Chip]
    found: Page[Metier]
    levels: Mapping[str, str]
    lifts: Sequence[Lift]
    sorts: Mapping[str, str]
    question: str

    @property
    def pages(self) -> str:
        """The address of a page, up to its number."""
        address = self.choice.lifted(()).address()
        return f"{address}{'&' if '?' in address else '?'}page="


def view_of(facts: Facts, choice: Choice) -> View:
    """Return what the page of a choice shows, in the language of the request."""
    named, counted, called = titles(), counts(facts, choice), labels(facts.facets)
    found = _page(facts, choice)
    return View(
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
        lifts=[_lift(choice, named, called, *way) for way in lifts(facts, choice)],
        sorts={sort: choice.sorted_by(sort).address() for sort in SORTS},
        question=question(choice),
    )


def _page(facts: Facts, choice: Choice) -> Page[Metier]:
    found = ordered(facts, left(facts, choice), choice.sort)
    last = max(1, -(-len(found) // SIZE))
    number = min(choice.page, last)
    shown = found[(number - 1) * SIZE : number * SIZE]
    return Page([facts.metiers[place] for place in shown], number, last, len(found))


def _panel(
    facet: Facet,
    title: str,
    counted: Mapping[str, int],
    called: Mapping[str, str],
    chosen: Sequence[Value],
) -> Panel:
    def options(values: Iterable[Value]) -> list[Option]:
        return [
            Option(
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
    return Panel(facet.name, title, options(facet.values), len(chosen), vain)


def _chips(choice: Choice, name: str, title: str, called: Labels) -> list[Chip]:
    values = choice.values[name]
    if len(values) > _FEW:
        return [Chip(title, _said(values, called[name]), choice.lifted([name]).address())]
    return [
        Chip(title, called[name][value.slug], choice.without(name, value).address())
        for value in values
    ]


def _lift(
    choice: Choice, named: Mapping[str, str], called: Labels, names: Sequence[str], count: int
) -> Lift:
    facets = [(named[name], _said(choice.values[name], called[name])) for name in names]
    return Lift(facets, choice.lifted(names).address(), count)


def _said(values: Sequence[Value], called: Mapping[str, str]) -> str:
    """Return what is chosen of a facet, told one by one if that is short."""
    if len(values) > _FEW:
        return str(ngettext("%(num)d choix", "%(num)d choix", len(values)))
    return ", ".join(called[value.slug] for value in values)
