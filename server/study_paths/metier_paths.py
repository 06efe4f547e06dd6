"""Study paths of a métier: from the 3e or a bac, by which formations, in how many years.

They are reckoned when a release is built (`loader/pages/study_paths.py`). A number of years is said
only where all the steps tell theirs.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ontology import base
from server.browse import name_lookup
from server.browse.concept import Node
from server.browse.formatting import number
from server.browse.pourquoi import why_address
from server.engine import Engine
from server.http.language import gettext, lazy_gettext, ngettext
from server.iris import anchor, link

__all__ = [
    "CountedStudies",
    "MetierPath",
    "MetierPaths",
    "MetierStep",
    "read_metier_paths",
    "summarised_paths",
    "years_said",
]

_PATHS: Final = "SELECT paths FROM metiers WHERE iri = ?"
_NIVEAU, _FORMATION = "id/niveau/", "id/formation/"
_FROM_3E: Final = {"3e": 0.0, "bac-ou-equivalent": 3.0}
"""Years from the 3e to where paths start."""
_ENDLESS: Final = "bac-9-et-plus"
_AFTER: Final[Mapping[str, Any]] = {
    "3e": lazy_gettext("%(years)s après la 3e"),
    "bac-ou-equivalent": lazy_gettext("%(years)s après le bac"),
}
_REASONS: Final[Mapping[str, Any]] = {
    "acces": lazy_gettext("ce que sa fiche dit de l'accès"),
    "duree": lazy_gettext("son niveau de sortie, moins sa durée"),
    "poursuite": lazy_gettext("une poursuite d'études de l'étape d'avant"),
    "niveau": lazy_gettext("ce que veut dire ce niveau"),
    "voie": lazy_gettext("la rubrique Accès de la fiche du métier"),
}


_RELATIONS: Final = {
    "acces": "mg:descriptifAcces",
    "duree": "mg:duree",
    "poursuite": "mg:poursuite",
}
"""What of a formation is the reason of a step."""


@dataclass(frozen=True)
class MetierStep:
    """A step: what one prepares, to which level, for how long, and the address of who says so.

    `rank` is that of the level; `years` is empty where they are not told; `more` formations are not
    named; `is_level` where no formation is known for it.
    """

    key: tuple[str, str]
    niveau: Node
    rank: int
    label: str
    years: str
    reason: str
    source: str
    formations: Sequence[Node]
    more: int
    is_level: bool


@dataclass(frozen=True)
class MetierPath:
    """A path from a level on; `least` are the fewest years it takes from there, None if not told.

    `length` says them, « 5 ans après le bac ».
    """

    start: Node
    start_rank: int
    steps: Sequence[MetierStep]
    least: float | None
    length: str

    @property
    def is_by_formations(self) -> bool:
        """Whether it has a formation: else it is but a level, and what that means in years."""
        return not all(step.is_level for step in self.steps)

    @property
    def from_3e(self) -> float | None:
        """The fewest years from the 3e on."""
        start = _FROM_3E[self.start.iri.rpartition("/")[2]]
        return None if self.least is None else start + self.least


@dataclass(frozen=True)
class CountedStudies:
    """Years of study that a passage of the fiche counts, and its anchor there.

    `from_3e` are the fewest of them from the 3e on, None where they are counted from elsewhere.
    """

    said: str
    passage: str
    from_3e: float | None


@dataclass(frozen=True)
class MetierPaths:
    """All that is known; `more` paths and `unplaced` formations are not shown.

    `counted` is what the fiche counts, but `short` passages, which count fewer years than the level
    of the métier takes.
    """

    paths: Sequence[MetierPath]
    more: int
    unplaced: int
    counted: Sequence[CountedStudies]
    short: int

    @property
    def shortest(self) -> MetierPath | None:
        """The path of the fewest years, if it is told; from the bac where it may be.

        It is not where a path has no formation, whose years would be those of a level; nor where
        the fiche counts fewer.
        """
        told = [path for path in self.paths if path.from_3e is not None and path.is_by_formations]
        least = min(told, key=lambda path: (path.from_3e or 0, -path.start_rank), default=None)
        if least is None or self.short:
            return None
        counted = [each.from_3e for each in self.counted if each.from_3e is not None]
        return None if min(counted, default=math.inf) < (least.from_3e or 0) else least


def read_metier_paths(engine: Engine, metier: str) -> MetierPaths:
    """Read the paths to a métier; none where nothing is known."""
    document = _document(engine, metier)
    iris = {
        f"{base()}{_FORMATION}{id_}"
        for _, steps in document["paths"]
        for step in steps
        for id_ in step[5]
    }
    known = name_lookup.formations(engine, iris)
    names = {iri: each.label for iri, each in known.items()}
    return _known(engine, document, metier, names)


def _known(engine: Engine, document: Any, metier: str, names: Mapping[str, str]) -> MetierPaths:
    return MetierPaths(
        [_path(engine, metier, start, steps, names) for start, steps in document["paths"]],
        document["more"],
        document["unplaced"],
        [_counted(engine, *each) for each in document["counted"]],
        document["short"],
    )


def summarised_paths(engine: Engine, metier: str) -> MetierPaths:
    """Read the paths to a métier without the names of their formations."""
    return _known(engine, _document(engine, metier), metier, {})


def years_said(least: float, most: float | None) -> str:
    """Return a number of years, or a range of them, in words."""
    if most is None:
        return gettext("%(years)s et plus", years=_years(least))
    if least == most:
        return _years(least)
    return gettext("%(least)s à %(most)s", least=number(least), most=_years(most))


def _years(count: float) -> str:
    return ngettext("%(years)s an", "%(years)s ans", int(count) or 1, years=number(count))


def _document(engine: Engine, metier: str) -> Any:
    rows = engine.tables.rows(_PATHS, metier)
    empty: dict[str, Any] = {"paths": [], "more": 0, "unplaced": 0, "counted": [], "short": 0}
    return json.loads(rows[0][0]) if rows else empty


def _path(
    engine: Engine, metier: str, start: str, steps: Sequence[Any], names: Mapping[str, str]
) -> MetierPath:
    told = [step[3] for step in steps if step[3]]
    least = sum(low for low, _ in told) if len(told) == len(steps) else None
    found = [_step(engine, metier, step, names) for step in steps]
    is_endless = bool(steps) and steps[-1][0] == _ENDLESS
    most = None if is_endless or least is None else sum(high for _, high in told)
    length = "" if least is None else str(_AFTER[start]) % {"years": years_said(least, most)}
    node = _niveau(engine, start)
    rank = name_lookup.codes(engine)[node.iri].rang or 0
    return MetierPath(node, rank, found, least, length)


def _step(engine: Engine, metier: str, step: Any, names: Mapping[str, str]) -> MetierStep:
    niveau, type_, code, years, reason, formations, total, source = step
    level = _niveau(engine, niveau)
    iris = [f"{base()}{_FORMATION}{id_}" for id_ in formations]
    if relation := _RELATIONS.get(reason):
        address = why_address(f"{base()}{_FORMATION}{source}", relation)
    else:
        address = link(level.iri) or "" if reason == "niveau" else f"{link(metier)}#acces-metier"
    return MetierStep(
        (niveau, type_),
        level,
        name_lookup.codes(engine)[level.iri].rang or 0,
        code or type_ or level.label,
        _step_years(niveau, years, is_level=not type_),
        str(_REASONS[reason]),
        address,
        [Node(iri, names[iri]) for iri in iris if iri in names],
        total - len(formations),
        not type_,
    )


def _step_years(niveau: str, years: Sequence[float] | None, is_level: bool) -> str:
    if not years:
        return ""
    return years_said(years[0], None if is_level and niveau == _ENDLESS else years[1])


def _niveau(engine: Engine, slug: str) -> Node:
    iri = f"{base()}{_NIVEAU}{slug}"
    return Node(iri, name_lookup.name_of(engine, iri) or slug)


def _counted(
    engine: Engine, passage: str, start: str, least: float, most: float | None
) -> CountedStudies:
    pattern = _AFTER.get(start)
    if pattern is None:
        name = _niveau(engine, start).label
        after = gettext("%(years)s après %(level)s", years=years_said(least, most), level=name)
    else:
        after = str(pattern) % {"years": years_said(least, most)}
    from_3e = _FROM_3E[start] + least if start in _FROM_3E else None
    return CountedStudies(after, anchor(passage), from_3e)
