"""Similar métiers: those that share ROME codes, formations or interests with one.

Which ones, and what they share, is reckoned when a release is built (`loader/pages`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.browse import name_lookup
from server.engine import Engine
from server.http.language import gettext, ngettext

__all__ = ["SharedFeatures", "SimilarMetier", "nearest_metiers", "read_shared_features"]

_SHARED: Final = "SELECT shared FROM metiers WHERE iri = ?"
_NEAR: Final = "SELECT near FROM metiers WHERE iri = ?"


@dataclass(frozen=True)
class SharedFeatures:
    """How many codes, formations and interests two métiers have in common."""

    codes: int = 0
    formations: int = 0
    interests: int = 0

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


def read_shared_features(engine: Engine, metier: str) -> Mapping[str, SharedFeatures]:
    """Return what each métier that is associated to one has in common with it, if anything."""
    return {
        iri: SharedFeatures(*counts)
        for (shared,) in engine.tables.rows(_SHARED, metier)
        for iri, counts in json.loads(shared).items()
    }


def nearest_metiers(engine: Engine, metier: str) -> Sequence[SimilarMetier]:
    """Return the ten nearest métiers, best first, those that are associated left out."""
    return [
        SimilarMetier(iri, name_lookup.name_of(engine, iri), SharedFeatures(*counts))
        for (near,) in engine.tables.rows(_NEAR, metier)
        for iri, *counts in json.loads(near)
    ]
