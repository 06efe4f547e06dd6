"""Comparison of two to four métiers: what each has, and which of it the others have too."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from queries import find
from server.browse.metier import MetierPage, read_metier
from server.browse.studies import Studies, read_studies
from server.engine import Engine, Row
from server.http.language import gettext, ngettext
from server.selection.address import KeptThing

__all__ = [
    "COMPARED",
    "ComparedMetier",
    "ComparedValue",
    "Comparison",
    "ComparisonRow",
    "compare",
    "comparison_row",
]

COMPARED: Final = 4
"""The most métiers that stand side by side."""


@dataclass(frozen=True)
class ComparedValue:
    """What a métier has of a row; `held` is how many of those compared have it.

    Without `iri` nothing leads to it; `code` is that of a classification.
    """

    iri: str
    label: str
    code: str = ""
    held: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same as another's."""
        return self.code, self.iri or self.label


@dataclass(frozen=True)
class ComparisonRow:
    """A row: a cell of values for each métier, in their order, what most have first.

    `is_french` says that the values are in French whatever the page speaks.
    """

    key: str
    title: str
    cells: Sequence[Sequence[ComparedValue]]
    is_french: bool = False

    @property
    def said(self) -> Sequence[Sequence[ComparedValue]]:
        """The cells of the métiers of which something is said."""
        return [cell for cell in self.cells if cell]

    @property
    def is_same(self) -> bool:
        """Whether no two métiers differ: what is not said of one is no difference."""
        many = len(self.said)
        return all(value.held == many for cell in self.said for value in cell)

    @property
    def is_empty(self) -> bool:
        """Whether no source says anything of it."""
        return not any(self.cells)

    @property
    def common(self) -> int:
        """How many values all the métiers have of which something is said."""
        return sum(value.held == len(self.said) for value in self.said[0]) if self.said else 0

    @property
    def verdict(self) -> str:
        """How much of it is the same, in a word or two."""
        if self.is_same and 0 < len(self.said) < len(self.cells):
            return str(gettext("pas dit de tous"))
        if self.is_same:
            return str(gettext("identique"))
        if n := self.common:
            return str(ngettext("%(num)d en commun", "%(num)d en commun", n))
        return str(gettext("en partie") if self.is_shared else gettext("différent"))

    @property
    def is_shared(self) -> bool:
        """Whether some of the métiers have something of it in common, without having the same."""
        held = {value.held for cell in self.cells for value in cell}
        return not self.is_same and held != {1}

    def mark(self, value: ComparedValue) -> str:
        """Return in a word or two who else has a value."""
        if value.held == len(self.said):
            return str(gettext("tous"))
        if value.held == 1:
            return str(gettext("seul"))
        return str(gettext("%(held)d sur %(all)d", held=value.held, all=len(self.said)))


@dataclass(frozen=True)
class Comparison:
    """The métiers, and the rows of which some source says something."""

    metiers: Sequence[KeptThing]
    rows: Sequence[ComparisonRow]

    @property
    def differing(self) -> int:
        """How many rows say two things that differ."""
        return sum(not row.is_same for row in self.rows)


@dataclass(frozen=True)
class ComparedMetier:
    """All that is compared of a métier."""

    page: MetierPage
    studies: Studies
    transitions: Sequence[Row]

    def linked(self, name: str) -> Iterable[ComparedValue]:
        """Yield the things that a relation of its page leads to."""
        return (ComparedValue(link.iri, link.label) for link in self.page.links.get(name, ()))

    def lengths(self) -> Iterable[ComparedValue]:
        """Yield how long its studies last."""
        return (ComparedValue("", str(each)) for each in self.studies.lengths)

    def pays(self) -> Iterable[ComparedValue]:
        """Yield what a beginner has, as its page says it."""
        amounts = self.page.salaire.amounts if self.page.salaire else ()
        return (ComparedValue("", str(each)) for each in amounts)

    def codes_v3(self) -> Iterable[ComparedValue]:
        """Yield its ROME V3 codes."""
        return (ComparedValue(one.code.iri, one.code.label, one.notation) for one in self.page.rome)

    def codes_v4(self) -> Iterable[ComparedValue]:
        """Yield the ROME 4.0 codes that stand behind it."""
        nodes = (each.code for each in self.page.bridge.codes)
        return (ComparedValue(node.iri, node.label, node.code) for node in nodes)

    def transitions_of_codes(self) -> Iterable[ComparedValue]:
        """Yield what the transitions are to its ROME 4.0 codes, each once."""
        for row in self.transitions:
            if ecological := row.text("ecologique"):
                yield ComparedValue("", ecological)
            if row.truth("numerique"):
                yield ComparedValue("", str(gettext("Transition numérique")))
            if row.truth("demographique"):
                yield ComparedValue("", str(gettext("Transition démographique")))

    def formations(self) -> Iterable[ComparedValue]:
        """Yield its formations, those of its sheet first."""
        levels = (*self.page.formations, *self.page.preparations)
        kinds = (kind for level in levels for kind in level.kinds)
        return (ComparedValue(one.iri, one.label) for kind in kinds for one in kind.formations)


Values = Callable[[ComparedMetier], Iterable[ComparedValue]]


def compare(engine: Engine, metiers: Sequence[KeptThing]) -> Comparison:
    """Compare métiers, `COMPARED` of them at most."""
    columns = [_read(engine, metier.iri) for metier in metiers]
    rows = [
        comparison_row(key, title, [values(column) for column in columns], french)
        for key, title, values, french in _rows()
    ]
    return Comparison(metiers, [row for row in rows if not row.is_empty])


def _rows() -> Iterable[tuple[str, str, Values, bool]]:
    """Return of each row its key, its title, what its values are, and whether in French alone."""
    return (
        ("niveau", gettext("Niveau d'accès minimum"), lambda m: m.linked("niveau"), False),
        ("duree", gettext("Durée des études"), ComparedMetier.lengths, True),
        ("salaire", gettext("Salaire de débutant"), ComparedMetier.pays, False),
        ("statuts", gettext("Statuts"), lambda m: m.linked("statut"), False),
        ("interets", gettext("Centres d'intérêt"), lambda m: m.linked("interet"), False),
        ("secteurs", gettext("Secteurs"), lambda m: m.linked("secteur"), False),
        ("rome-v3", "ROME V3", ComparedMetier.codes_v3, True),
        ("rome-v4", "ROME 4.0", ComparedMetier.codes_v4, True),
        ("transitions", gettext("Transitions"), ComparedMetier.transitions_of_codes, True),
        ("formations", gettext("Formations"), ComparedMetier.formations, True),
    )


def _read(engine: Engine, iri: str) -> ComparedMetier:
    term = ox.NamedNode(iri)
    transitions = engine.select(find("api/metier_transitions"), metier=term)
    return ComparedMetier(read_metier(engine, iri), read_studies(engine, iri), transitions)


def comparison_row(
    key: str, title: str, columns: Sequence[Iterable[ComparedValue]], is_french: bool = False
) -> ComparisonRow:
    """Return the row of what each métier has: each value once, with how many have it."""
    cells = [{one.key: one for one in column} for column in columns]
    held = Counter(name for cell in cells for name in cell)
    counted = [[replace(one, held=held[name]) for name, one in cell.items()] for cell in cells]
    return ComparisonRow(
        key, title, [sorted(cell, key=lambda one: -one.held) for cell in counted], is_french
    )
