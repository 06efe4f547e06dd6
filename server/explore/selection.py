"""Selection of facet values: read from the parameters of an address, which it makes canonical."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from server.explore.facet_data import SORTS
from server.explore.facet_values import MANY, NAMES, Facet, FacetValue

__all__ = ["EVERY", "METIERS", "FacetedKind", "Selection", "SelectionRequest", "read_selection"]

EVERY = "tous"
"""The parameter that names the facets of which all the values that are chosen are needed."""

_LONGEST_PAGE = 6


@dataclass(frozen=True)
class FacetedKind:
    """A kind of things to narrow down: its page, its facets in their order, its orders.

    Each facet is a parameter of the address; the first order is that where none is asked for. Of
    the facets that are `many`, a thing may have several values: all of them can be asked for.
    """

    path: str
    names: Sequence[str]
    sorts: Sequence[str]
    many: frozenset[str] = frozenset()


METIERS = FacetedKind("/explorer", NAMES, SORTS, MANY)


@dataclass(frozen=True)
class Selection:
    """The values chosen by facet (those of no facet without any), an order, a page from 1 on.

    A thing has one of the values of each facet, or all of them in those that are in `every`.
    Facets and values stand in the order of the page, whatever the address was: what is chosen
    alike has one address.
    """

    values: Mapping[str, Sequence[FacetValue]]
    sort: str = SORTS[0]
    page: int = 1
    kind: FacetedKind = METIERS
    every: frozenset[str] = frozenset()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, those that go without saying left out."""
        pairs = [(name, value.slug) for name, chosen in self.values.items() for value in chosen]
        pairs += [(EVERY, name) for name in self.values if name in self.every]
        pairs += [("tri", self.sort)] if self.sort != self.kind.sorts[0] else []
        return pairs + ([("page", str(self.page))] if self.page > 1 else [])

    def address(self, format: str = "") -> str:
        """Return the address of the page, or of the data in a format."""
        pairs = self.pairs() + ([("format", format)] if format else [])
        return f"{self.kind.path}?{urlencode(pairs)}" if pairs else self.kind.path

    def with_values(self, values: Mapping[str, Sequence[FacetValue]]) -> "Selection":
        """Return the selection with other values in some facets, at the first page."""
        return self._with({**self.values, **values})

    def without_value(self, name: str, value: FacetValue) -> "Selection":
        """Return the selection without one of its values, at the first page."""
        kept = [each for each in self.values[name] if each is not value]
        return self._with({**self.values, name: kept})

    def without_facets(self, names: Iterable[str]) -> "Selection":
        """Return the selection without some facets, at the first page."""
        return self._with({**self.values, **dict.fromkeys(names, ())})

    def with_sort(self, sort: str) -> "Selection":
        """Return the selection in another order, at the first page."""
        return replace(self, sort=sort, page=1)

    def with_every_value(self, name: str) -> "Selection":
        """Return the selection where all values of a facet are needed, at the first page."""
        return replace(self, every=self.every | {name}, page=1)

    def with_any_value(self, name: str) -> "Selection":
        """Return the selection where one value of a facet is enough, at the first page."""
        return replace(self, every=self.every - {name}, page=1)

    def _with(self, values: Mapping[str, Sequence[FacetValue]]) -> "Selection":
        kept = {name: some for name, some in values.items() if some}
        return replace(self, values=kept, every=self.every & kept.keys(), page=1)


@dataclass(frozen=True)
class SelectionRequest:
    """A selection, and the parameters of its address that have no such value: names and texts."""

    choice: Selection
    senseless: Sequence[tuple[str, str]]


def read_selection(
    facets: Mapping[str, Facet], args: MultiDict[str, str], kind: FacetedKind = METIERS
) -> SelectionRequest:
    """Read the parameters of an address; those that are none of ours are let pass."""
    senseless: list[tuple[str, str]] = []
    values: dict[str, Sequence[FacetValue]] = {}
    for name in kind.names:
        asked = dict.fromkeys(filter(None, args.getlist(name)))
        known: Mapping[str, FacetValue] = facets[name].slugs if name in facets else {}
        senseless += [(name, text) for text in asked if text not in known]
        if chosen := [value for text, value in known.items() if text in asked]:
            values[name] = chosen
    every = frozenset(filter(None, args.getlist(EVERY)))
    senseless += [(EVERY, text) for text in sorted(every - kind.many)]
    sort, page = args.get("tri", "") or kind.sorts[0], args.get("page", "") or "1"
    if sort not in kind.sorts:
        senseless.append(("tri", sort))
        sort = kind.sorts[0]
    if not _is_page(page):
        senseless.append(("page", page))
        page = "1"
    every &= kind.many & values.keys()
    return SelectionRequest(Selection(values, sort, int(page), kind, every), senseless)


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_PAGE and int(text) > 0
