"""Namesakes: formations that have the name of another, and what tells each from it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from ontology import base
from server.browse import name_lookup
from server.engine import Engine
from server.explore.formation_data import FacetedFormation, read_formation_data
from server.explore.formation_labels import degree_label
from server.http.language import gettext, in_page_language
from server.releases.cached import CachedByRelease

__all__ = ["formation_notes"]


def formation_notes(engine: Engine, iris: Iterable[str]) -> Mapping[str, str]:
    """Return, of those of some things that are such formations, level, type and codes, by IRI."""
    namesakes = _namesakes(engine)
    return {iri: _note(engine, namesakes[iri]) for iri in iris if iri in namesakes}


def _note(engine: Engine, formation: FacetedFormation) -> str:
    level = name_lookup.codes(engine).get(f"{base()}id/niveau/{formation.sortie}")
    parts = (
        in_page_language(level.words) if level else degree_label(formation.europeen),
        formation.code or formation.type,
        gettext("RNCP %(code)s", code=formation.rncp) if formation.rncp else "",
        formation.notation,
    )
    return " · ".join(filter(None, parts))


def _read(engine: Engine) -> Mapping[str, FacetedFormation]:
    items = read_formation_data(engine).items
    times = Counter(each.key for each in items)
    return {each.iri: each for each in items if times[each.key] > 1}


_namesakes: Final = CachedByRelease(_read)
