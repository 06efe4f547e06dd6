"""Properties of things: evidence for candidates, and what data extension adds to a table.

Each is a query of `queries/reconciliation`, asked when the release is built; its title names it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from ontology.words import tokens
from queries import Query, folder
from server.reconciliation.query_batch import GivenValue
from server.search.index import PropertyValue, SearchIndex

__all__ = ["IDENTIFYING", "Evidence", "all_properties", "compact", "find_by_value"]

IDENTIFYING: Final = ("code", "rncp")
"""The properties whose values name few things: a row that has one need not have a name."""
_MOST_IDENTIFIED: Final = 20


def all_properties() -> Mapping[str, Query]:
    """Return the properties by their identifiers, each with what its query says of it."""
    return folder("reconciliation")


@lru_cache(8192)
def compact(text: str) -> str:
    """Return the folded words of a text in one: « RNCP 38 363 », a label, as they are compared."""
    return "".join(tokens(text))


class Evidence:
    """What the rows of a batch say of the properties of candidates, and what the index says."""

    def __init__(
        self, index: SearchIndex, given: Sequence[GivenValue], things: Iterable[int]
    ) -> None:
        known = all_properties()
        self._given = [each for each in given if each.property in known]
        self._is_unmet = any(each.is_required for each in given if each.property not in known)
        self._values: dict[tuple[int, str], list[PropertyValue]] = defaultdict(list)
        names = [each.property for each in self._given]
        for value in index.property_values(things, names) if names else ():
            self._values[value.thing, value.property].append(value)

    def verdicts(self, thing: int) -> Mapping[str, bool] | None:
        """Return for each property of which a thing has values whether they agree with the row.

        None where it lacks what the row requires.
        """
        if self._is_unmet:
            return None
        found: dict[str, bool] = {}
        for given in self._given:
            values = self._values.get((thing, given.property))
            agrees = bool(values) and _agrees(given, values or ())
            if given.is_required and not agrees:
                return None
            if values:
                found[given.property] = agrees
        return found


def _agrees(given: GivenValue, found: Iterable[PropertyValue]) -> bool:
    keys = {key for value in found for key in _keys(value)}
    hits = [
        value in keys or compact(value) in keys or _bare(value) in keys for value in given.values
    ]
    if given.quantifier == "none":
        return not any(hits)
    return all(hits) if given.quantifier == "all" else any(hits)


def _keys(value: PropertyValue) -> Iterable[str]:
    return (value.iri, compact(value.text), compact(value.code))


def _bare(value: str) -> str:
    """Return a number without the letters that often stand before it: « RNCP38363 »."""
    return compact(value).removeprefix("rncp")


def find_by_value(index: SearchIndex, given: Iterable[GivenValue]) -> Sequence[int]:
    """Return the few things that have an identifying value."""
    found: list[int] = []
    for each in given:
        if each.property in IDENTIFYING and each.quantifier != "none":
            for value in each.values:
                keys = {compact(value), _bare(value)} - {""}
                found += index.things_with(each.property, sorted(keys), _MOST_IDENTIFIED)
    return list(dict.fromkeys(found))
