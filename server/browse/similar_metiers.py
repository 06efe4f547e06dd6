"""Similar métiers: those that share ROME codes, formations or interests with one, by weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Final

from flask_babel import gettext, ngettext

from ontology import base
from queries import find
from server.browse import name_lookup
from server.engine import Engine
from server.releases.cached import CachedByRelease

__all__ = [
    "SharedFeatures",
    "SimilarMetier",
    "feature_index",
    "nearest_metiers",
    "read_shared_features",
]

_WEIGHTS: Final = {"rome/v3": 3, "formation": 2, "interet": 1}
"""By folder of what is shared, what it counts for: the weights of `examples/metiers_proches`."""
_LEAST: Final = 3
"""A code, or a formation and an interest, or three interests; a formation alone is too little."""
_MOST: Final = 10
_FOLDER: Final = len("id/")


@dataclass
class SharedFeatures:
    """How many codes, formations and interests two métiers have in common."""

    codes: int = 0
    formations: int = 0
    interests: int = 0

    def count(self, folder: str) -> None:
        """Count one more thing, by the folder of its IRI."""
        self.codes += folder == "rome/v3"
        self.formations += folder == "formation"
        self.interests += folder == "interet"

    @property
    def weight(self) -> int:
        """How near they are."""
        return (
            self.codes * _WEIGHTS["rome/v3"]
            + self.formations * _WEIGHTS["formation"]
            + self.interests * _WEIGHTS["interet"]
        )

    def __str__(self) -> str:
        """Return the reason in words: « en commun : 1 code ROME, 3 formations »."""
        n, m, k = self.codes, self.formations, self.interests
        parts = [
            *([ngettext("%(num)d code ROME", "%(num)d codes ROME", n)] if n else ()),
            *([ngettext("%(num)d formation", "%(num)d formations", m)] if m else ()),
            *([ngettext("%(num)d centre d'intérêt", "%(num)d centres d'intérêt", k)] if k else ()),
        ]
        return str(gettext("en commun : %(what)s", what=", ".join(parts)))


@dataclass(frozen=True)
class SimilarMetier:
    """A métier and what it shares with the one whose page it is on."""

    iri: str
    label: str
    shared: SharedFeatures


@dataclass(frozen=True)
class FeatureIndex:
    """The features of each métier (codes, formations, interests), the métiers of each, by IRI."""

    things: Mapping[str, Sequence[str]]
    metiers: Mapping[str, Sequence[str]]


def _read_feature_index(engine: Engine) -> FeatureIndex:
    things: dict[str, list[str]] = {}
    metiers: dict[str, list[str]] = {}
    for row in engine.select(find("browse/attaches")):
        metier, thing = intern(row.iri("metier")), intern(row.iri("chose"))
        things.setdefault(metier, []).append(thing)
        metiers.setdefault(thing, []).append(metier)
    return FeatureIndex(things, metiers)


feature_index: Final = CachedByRelease(_read_feature_index)


def read_shared_features(engine: Engine, metier: str) -> Mapping[str, SharedFeatures]:
    """Return what each other métier has in common with one, by IRI."""
    found: dict[str, SharedFeatures] = {}
    known = feature_index(engine)
    start = len(base()) + _FOLDER
    for thing in known.things.get(metier, ()):
        folder = thing[start:].rpartition("/")[0]
        for other in known.metiers[thing]:
            if other != metier:
                found.setdefault(other, SharedFeatures()).count(folder)
    return found


def nearest_metiers(
    engine: Engine, shared: Mapping[str, SharedFeatures], besides: frozenset[str]
) -> list[SimilarMetier]:
    """Return the ten nearest métiers, best first, those that are shown elsewhere left out."""
    known = name_lookup.metiers(engine)
    ranked = sorted(
        (-each.weight, -each.codes, known[iri].rank, iri)
        for iri, each in shared.items()
        if each.weight >= _LEAST and iri in known and iri not in besides
    )
    return [SimilarMetier(iri, known[iri].label, shared[iri]) for *_, iri in ranked[:_MOST]]
