"""Durations of studies, extracted from « Durée des études » in « En bref »."""

import re
from collections.abc import Iterator

from loader.facts.acces import depart_of
from loader.records import Parcours, Passage, Rubrique, Section
from ontology.folding import fold

_DUREE_DES_ETUDES = "duree des etudes"
_CLAUSE_END = re.compile(r"\n+|;\s*|(?<=[.!?])\s+")
_DURATION = re.compile(
    r"(?P<min>\d{1,2})(?:\s*(?:à|ou|-|/)\s*(?P<max>\d{1,2}))?\s+ans?\b(?!\s+d['’]exp)"
)


def parcours(section: Section) -> Iterator[tuple[int, Parcours]]:
    """Yield the position (from 1) and the studies of each passage under « Durée des études »."""
    if section.rubrique is not Rubrique.EN_BREF:
        return
    open_ = False
    for position, passage in enumerate(section.passages, 1):
        open_ = _opens(passage) or (open_ and _goes_on(passage))
        if open_ and passage.texte:
            yield position, _read(passage)


def _opens(passage: Passage) -> bool:
    return passage.titre is not None and fold(passage.titre).strip(" :") == _DUREE_DES_ETUDES


def _goes_on(passage: Passage) -> bool:
    """Whether a passage still speaks of studies: another `###` ends it, unless « Après … »."""
    return passage.niveau_titre != 3 or depart_of(passage.titre or "") is not None


def _read(passage: Passage) -> Parcours:
    depart = depart_of(passage.titre) if passage.titre else None
    years = [
        int(year)
        for clause in _CLAUSE_END.split(passage.texte or "")
        if (duration := _DURATION.match(clause))
        for year in duration.groups()
        if year
    ]
    return Parcours(depart, min(years, default=None), max(years, default=None))
