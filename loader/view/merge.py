"""Merge of the editions of one fiche: for each whole field, the newest that has it wins."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from loader.records import Fiche, Section

T = TypeVar("T")


def merge_editions(editions: Sequence[Fiche]) -> Fiche:
    """Return the fiche that the view shows, from its editions, newest first.

    A field is a part of the sheet, taken whole; one that only an older edition has is kept.
    """
    newest = editions[0]
    if len(editions) == 1:
        return newest
    return Fiche(
        id=newest.id,
        titre=newest.titre,
        appellations=_newest(editions, lambda fiche: fiche.appellations),
        autres_appellations=_newest(editions, lambda fiche: fiche.autres_appellations),
        codes_rome=_newest(editions, lambda fiche: fiche.codes_rome),
        sections=_sections(editions),
        niveau=_newest(editions, lambda fiche: fiche.niveau),
        formations=_newest(editions, lambda fiche: fiche.formations),
        statuts=_newest(editions, lambda fiche: fiche.statuts),
        interets=_newest(editions, lambda fiche: fiche.interets),
        secteurs=_newest(editions, lambda fiche: fiche.secteurs),
        transverse=_newest(editions, lambda fiche: fiche.transverse),
        associes=_newest(editions, lambda fiche: fiche.associes),
        publications=_newest(editions, lambda fiche: fiche.publications),
        liens=_newest(editions, lambda fiche: fiche.liens),
    )


def _newest(editions: Iterable[Fiche], field: Callable[[Fiche], T | None]) -> T | None:
    return next((value for fiche in editions if (value := field(fiche)) is not None), None)


def _sections(editions: Sequence[Fiche]) -> tuple[Section, ...]:
    found: dict[str, Section] = {}
    for fiche in editions:
        for section in fiche.sections:
            found.setdefault(section.rubrique, section)
    return tuple(found.values())
