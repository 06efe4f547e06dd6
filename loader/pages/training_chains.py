"""Chains of formations: what one does before a formation, back to the 3e or to a bac.

A formation follows another that names it as a further study, or a level from which its own sheet,
or its duration, says that one enters it. No step takes fewer years than the levels at its ends are
apart: where its duration would, there is no such step; where one enters later than at the first
level, its years are not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import QuerySolution, Store

from loader.pages.names import rows, value

__all__ = [
    "PathStep",
    "StudyPath",
    "TrainingChains",
    "level_path",
    "merged",
    "read_chains",
]

_START: Final = "3e"
_BAC: Final = "bac-ou-equivalent"
_DEEPEST: Final = 4
"""The most formations in a row."""

Years = tuple[float, float]
"""The fewest and the most."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step: the level that it leads to, by formations of a type or, without type, by itself.

    `years` are None where they are not told. `reason` is why it follows what is before: ``acces``
    or ``duree`` of its formations, ``poursuite`` of those before, ``niveau`` by definition,
    ``voie`` in the fiche of the métier. `source` is the formation that says so, if one does.
    """

    niveau: str
    type: str
    code: str
    years: Years | None
    reason: str
    formations: frozenset[str] = frozenset()
    source: str = ""

    @property
    def kind(self) -> tuple[str, str]:
        """What is drawn as one step."""
        return self.niveau, self.type


@dataclass(frozen=True, slots=True)
class StudyPath:
    """Steps from a level on, the 3e or a bac."""

    start: str
    steps: tuple[PathStep, ...]

    @property
    def kinds(self) -> tuple[str | tuple[str, str], ...]:
        """What is drawn as one path."""
        return self.start, *(step.kind for step in self.steps)

    @property
    def years(self) -> float | None:
        """The fewest years that it takes, None where they are not told."""
        known = [step.years for step in self.steps if step.years]
        return sum(least for least, _ in known) if len(known) == len(self.steps) else None

    def then(self, step: PathStep) -> "StudyPath":
        """Return the path with one more step."""
        return StudyPath(self.start, (*self.steps, step))


@dataclass(frozen=True, slots=True)
class Training:
    """What chains need of a formation; `years` is its duration."""

    niveau: str
    type: str
    code: str
    years: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A level from which one enters a formation, for how many years, and who says so."""

    niveau: str
    years: float | None
    reason: str


class TrainingChains:
    """The paths that end with each formation; `levels` are the years from the 3e to each level."""

    def __init__(
        self,
        levels: Mapping[str, float],
        trainings: Mapping[str, Training],
        entries: Mapping[str, Sequence[Entry]],
        before: Mapping[str, Sequence[str]],
    ) -> None:
        self.levels = levels
        self._trainings, self._entries, self._before = trainings, entries, before
        self._known: dict[tuple[str, int], Sequence[StudyPath]] = {}

    def years_of(self, formation: str) -> float | None:
        """Return the years from the 3e to the level of a formation, None if they are not known."""
        known = self._trainings.get(formation)
        return self.levels.get(known.niveau) if known else None

    def paths(self, formation: str, depth: int = _DEEPEST) -> Sequence[StudyPath]:
        """Return the paths that end with a formation, at most so many formations in a row."""
        if depth == 0 or self.years_of(formation) is None:
            return ()
        key = formation, depth
        if key not in self._known:
            self._known[key] = merged(self._paths(formation, depth))
        return self._known[key]

    def _paths(self, formation: str, depth: int) -> Iterator[StudyPath]:
        followed: set[str] = set()
        for before, years in self._steps_after(formation):
            step = self._step(formation, years, "poursuite", before)
            for path in self.paths(before, depth - 1):
                followed.add(self._trainings[before].niveau)
                yield path.then(step)
        for entry in self._entries.get(formation, ()):
            if entry.niveau in (_START, _BAC) or entry.niveau not in followed:
                step = self._step(formation, entry.years, entry.reason, formation)
                yield self._up_to(entry.niveau).then(step)

    def _steps_after(self, formation: str) -> Iterator[tuple[str, float | None]]:
        """Yield the formations that name one as a further study, and the years that it takes then.

        They are its duration where one enters it at no lower level.
        """
        known = self._trainings[formation]
        entries = {each.niveau: each.years for each in self._entries.get(formation, ())}
        starts = {
            before: years
            for before in self._before.get(formation, ())
            if (years := self.years_of(before)) is not None
        }
        end = self.levels[known.niveau]
        enough = [start for start in starts.values() if known.years and start + known.years >= end]
        first = min([self.levels[each] for each in entries] or enough or [0.0])
        for before, start in starts.items():
            duration = known.years if start == first else None
            years = entries.get(self._trainings[before].niveau, duration)
            is_enough = years is None or start + years >= end
            if first <= start < end and is_enough:
                yield before, years

    def _step(self, formation: str, years: float | None, reason: str, source: str) -> PathStep:
        known = self._trainings[formation]
        told = None if years is None else (years, years)
        own = frozenset({formation})
        return PathStep(known.niveau, known.type, known.code, told, reason, own, source)

    def _up_to(self, niveau: str) -> StudyPath:
        """Return the path to a level, which is its start or its only step."""
        if niveau in (_START, _BAC):
            return StudyPath(niveau, ())
        return level_path(self.levels, niveau, "niveau")


def level_path(levels: Mapping[str, float], niveau: str, reason: str) -> StudyPath:
    """Return the path to a level by itself: from a bac if it is above, else from the 3e."""
    start = _BAC if levels[niveau] > levels[_BAC] else _START
    years = levels[niveau] - levels[start]
    return StudyPath(start, (PathStep(niveau, "", "", (years, years), reason),))


def merged(paths: Iterable[StudyPath]) -> Sequence[StudyPath]:
    """Return paths of the same steps as one, with the formations of all."""
    found: dict[tuple[str | tuple[str, str], ...], StudyPath] = {}
    for path in paths:
        known = found.get(path.kinds)
        found[path.kinds] = path if known is None else _either(known, path)
    return list(found.values())


def _either(one: StudyPath, other: StudyPath) -> StudyPath:
    return StudyPath(
        one.start,
        tuple(
            replace(
                step,
                years=_range(step.years, same.years),
                formations=step.formations | same.formations,
                reason=min(step.reason, same.reason),
                source=min((step.reason, step.source), (same.reason, same.source))[1],
            )
            for step, same in zip(one.steps, other.steps, strict=True)
        ),
    )


def _range(one: Years | None, other: Years | None) -> Years | None:
    return (min(one[0], other[0]), max(one[1], other[1])) if one and other else None


def read_chains(store: Store) -> TrainingChains:
    """Read what the formations of a store say of what comes before them."""
    levels = {_tail(row, "niveau"): float(value(row, "annees")) for row in rows(store, "niveaux")}
    trainings: dict[str, Training] = {}
    for row in rows(store, "formations", "explore"):
        if niveau := _tail(row, "sortie"):
            known = Training(niveau, value(row, "type"), value(row, "code"), _years(row))
            trainings.setdefault(_tail(row, "formation"), known)
    entries: dict[str, dict[str, Entry]] = defaultdict(dict)
    for row in sorted(rows(store, "formations_entrees", "explore"), key=_order):
        entry = Entry(_tail(row, "entree"), _years(row), value(row, "dit"))
        entries[_tail(row, "formation")].setdefault(entry.niveau, entry)
    before: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, "formations_suites", "explore"):
        before[_tail(row, "formation")].append(_tail(row, "avant"))
    return TrainingChains(
        levels,
        trainings,
        {formation: list(found.values()) for formation, found in entries.items()},
        {formation: sorted(found) for formation, found in before.items()},
    )


def _order(row: QuerySolution) -> tuple[str, ...]:
    """Order what is said of an entry: first what a sheet says of it."""
    return tuple(value(row, name) for name in ("formation", "entree", "dit"))


def _tail(row: QuerySolution, name: str) -> str:
    return value(row, name).rpartition("/")[2]


def _years(row: QuerySolution) -> float | None:
    return float(value(row, "annees")) if value(row, "annees") else None
