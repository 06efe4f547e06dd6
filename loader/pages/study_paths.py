"""Study paths of the métiers: the chains of formations that lead to each, and the years it counts.

A path leads to a métier where the level of its last formation is not below that at which one enters
the métier, nor are the years that the fiche counts fewer than that level takes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Store

from loader.pages.names import rows, value
from loader.pages.training_chains import (
    PathStep,
    StudyPath,
    TrainingChains,
    level_path,
    merged,
    read_chains,
)

__all__ = ["CountedYears", "FoundPaths", "StudyPaths", "read_study_paths"]

_OF_AN_END: Final = 3
"""The most paths that end with formations of one type and level."""
_MOST: Final = 12
_NAMED, _NAMED_BEFORE = 6, 3
"""The most formations that the last step of a path names, and that one before."""
_ENDLESS: Final = 99.0


@dataclass(frozen=True, slots=True)
class CountedYears:
    """Years of study that a passage of a fiche counts from a level on; no `most` where none is."""

    passage: str
    start: str
    least: float
    most: float | None


@dataclass(frozen=True, slots=True)
class FoundPaths:
    """The paths to a métier, the best ones first of all; `more` and `unplaced` are left out.

    `more` counts paths, `unplaced` formations that are in no path: nothing says what comes before,
    or they lead below the level of the métier. `counted` are the years that its fiche counts, and
    `short` how many of its passages count fewer than its level takes.
    """

    paths: Sequence[StudyPath] = ()
    more: int = 0
    unplaced: int = 0
    counted: Sequence[CountedYears] = ()
    short: int = 0

    def document(self) -> dict[str, Any]:
        """Return it for JSON.

        A step has its level, type, code, years, reason, formations, how many they are, its source.
        """
        return {
            "paths": [
                [
                    path.start,
                    [
                        [
                            step.niveau, step.type, step.code, step.years, step.reason,
                            sorted(step.formations, key=_number)[: _named(step, path)],
                            len(step.formations),
                            step.source,
                        ]
                        for step in path.steps
                    ],
                ]
                for path in self.paths
            ],
            "more": self.more,
            "unplaced": self.unplaced,
            "counted": [[c.passage, c.start, c.least, c.most] for c in self.counted],
            "short": self.short,
        }  # fmt: skip


@dataclass(frozen=True)
class StudyPaths:
    """What the paths of each métier are made of, by its IRI."""

    chains: TrainingChains
    trainings: Mapping[str, Collection[str]]
    routes: Mapping[str, Sequence[str]]
    """The levels that its fiche names as giving entry."""
    counted: Mapping[str, Sequence[CountedYears]] = field(default_factory=dict)

    def of(self, metier: str, niveau: str) -> FoundPaths:
        """Return the paths to a métier that one enters at a level, an IRI or empty."""
        niveau = niveau.rpartition("/")[2]
        least = self.chains.levels.get(niveau, 0.0)
        trainings = self.trainings.get(metier, ())
        placed = [one for one in trainings if (self.chains.years_of(one) or 0.0) >= least]
        found = _without_bare(merged(path for one in placed for path in self.chains.paths(one)))
        inside = {one for path in found for one in path.steps[-1].formations}
        found += self._by_level(metier, niveau, {path.steps[-1].niveau for path in found})
        shown = _shown(found, self.chains.levels)
        counted = [c for c in self.counted.get(metier, ()) if self._is_enough(c, least)]
        return FoundPaths(
            shown,
            len(found) - len(shown),
            len(set(trainings) - inside),
            counted,
            len(self.counted.get(metier, ())) - len(counted),
        )

    def _by_level(self, metier: str, niveau: str, reached: Collection[str]) -> list[StudyPath]:
        """Return the paths to the levels of entry that no formation leads to."""
        levels = self.chains.levels
        least = levels.get(niveau, 0.0)
        named = [one for one in self.routes.get(metier, ()) if levels.get(one, -1.0) >= least]
        paths = [level_path(levels, one, "voie") for one in dict.fromkeys(named)]
        if not reached and not named and niveau in levels:
            paths.append(level_path(levels, niveau, "niveau"))
        return [
            path
            for path in paths
            if path.steps[-1].niveau not in reached and (path.years or 0.0) > 0
        ]

    def _is_enough(self, counted: CountedYears, least: float) -> bool:
        return self.chains.levels.get(counted.start, 0.0) + counted.least >= least


def _without_bare(paths: Sequence[StudyPath]) -> list[StudyPath]:
    """Leave out the paths of which another has formations where they have a level by itself."""
    typed = {path.kinds: path for path in paths}

    def levels(path: StudyPath) -> tuple[str, ...]:
        return (path.start, *(step.niveau for step in path.steps))

    told = {levels(path) for path in typed.values() if all(step.type for step in path.steps)}
    return [
        path for path in paths if levels(path) not in told or all(step.type for step in path.steps)
    ]


def _shown(paths: Iterable[StudyPath], levels: Mapping[str, float]) -> list[StudyPath]:
    """Return some paths of each end, the shortest first, in the order of levels."""
    ends: dict[tuple[str, str], list[StudyPath]] = defaultdict(list)
    for path in paths:
        ends[path.steps[-1].kind].append(path)
    for some in ends.values():
        some.sort(key=_shortest_first)
    weights = {
        end: -len(frozenset[str]().union(*(path.steps[-1].formations for path in some)))
        for end, some in ends.items()
    }
    ranked = sorted(
        (
            (place, weights[end], end, path)
            for end, some in ends.items()
            for place, path in enumerate(some[:_OF_AN_END])
        ),
        key=lambda each: each[:3],
    )

    def placed(path: StudyPath) -> tuple[float, list[tuple[float, str]]]:
        steps = [(levels.get(step.niveau, 0.0), step.type) for step in path.steps]
        return levels.get(path.start, 0.0), steps

    return sorted((path for *_, path in ranked[:_MOST]), key=placed)


def _shortest_first(path: StudyPath) -> tuple[float, int, int, str]:
    formations = sum(len(step.formations) for step in path.steps)
    return path.years or _ENDLESS, len(path.steps), -formations, str(path.kinds)


def read_study_paths(store: Store) -> StudyPaths:
    """Read what the paths to the métiers of a store are made of."""
    trainings: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, "preparations"):
        trainings[value(row, "metier")].add(value(row, "formation").rpartition("/")[2])
    routes: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, "voies"):
        routes[value(row, "metier")].append(value(row, "niveau").rpartition("/")[2])
    counted: dict[str, list[CountedYears]] = defaultdict(list)
    for row in rows(store, "parcours"):
        if start := value(row, "depart").rpartition("/")[2]:
            most = value(row, "anneesMax")
            counted[value(row, "metier")].append(
                CountedYears(
                    value(row, "parcours"),
                    start,
                    float(value(row, "anneesMin")),
                    float(most) if most else None,
                )
            )
    return StudyPaths(read_chains(store), trainings, routes, counted)


def _named(step: PathStep, path: StudyPath) -> int:
    return _NAMED if step is path.steps[-1] else _NAMED_BEFORE


def _number(formation: str) -> tuple[int, str]:
    digits = formation.rpartition(".")[2]
    return int(digits) if digits.isdecimal() else 0, formation
