"""Studies that lead to a métier: how long they last, and the routes in, as its sheet says."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from queries import find
from server.browse import name_lookup
from server.engine import Engine, Row
from server.http.language import gettext, language, ngettext

__all__ = ["AccessRoute", "Studies", "StudyLength", "read_studies"]


@dataclass(frozen=True)
class StudyLength:
    """How many years studies last from where they start; `maximum` is None where none is said."""

    start: str
    minimum: float
    maximum: float | None

    @property
    def years(self) -> str:
        """The years in words, in the language of the page."""
        if self.maximum is None:
            return str(gettext("au moins %(years)s", years=_years(self.minimum)))
        if self.maximum > self.minimum:
            least, most = _figure(self.minimum), _figure(self.maximum)
            return str(gettext("%(least)s à %(most)s ans", least=least, most=most))
        return _years(self.minimum)

    def __str__(self) -> str:
        """Return the length and where it is counted from: « 2 à 3 ans (Après le bac) »."""
        return f"{self.years} ({self.start})" if self.start else self.years


@dataclass(frozen=True)
class AccessRoute:
    """A route into a métier: the level that it asks for, and its diplomas as the sheet has them."""

    name: str
    text: str


@dataclass(frozen=True)
class Studies:
    """The lengths and the routes, in the order of the sheet."""

    lengths: Sequence[StudyLength] = ()
    routes: Sequence[AccessRoute] = ()


def read_studies(engine: Engine, metier: str) -> Studies:
    """Read the studies of a métier; both lists are empty where its sheet states none."""
    found: dict[tuple[str, str], Row] = {}
    for row in engine.select(find("browse/metier_etudes"), metier=ox.NamedNode(metier)):
        found.setdefault((row.iri("relation"), row.iri("passage")), row)
    paths, routes = (
        [row for (relation, _), row in found.items() if relation.endswith(f"#{name}")]
        for name in ("parcours", "voieAcces")
    )
    return Studies(
        [
            StudyLength(_head(engine, row), minimum, row.number("maximum"))
            for row in paths
            if (minimum := row.number("minimum")) is not None
        ],
        [AccessRoute(_head(engine, row), row.text("text")) for row in routes],
    )


def _head(engine: Engine, row: Row) -> str:
    """Return the heading of a passage, else the level that it speaks of."""
    level = row.optional_iri("depart") or row.optional_iri("niveau")
    return row.text("headline") or (name_lookup.name_of(engine, level) if level else "")


def _years(count: float) -> str:
    few = 1 if count < 2 else 2  # in French, 1,5 an
    return str(ngettext("%(count)s an", "%(count)s ans", few, count=_figure(count)))


def _figure(count: float) -> str:
    """Write a number of years, which may have a half."""
    return f"{count:g}" if language() != "fr" else f"{count:g}".replace(".", ",")
