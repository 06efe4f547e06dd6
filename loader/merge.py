"""Several editions of one fiche make one: for each whole field, the newest that has it wins."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeVar

from loader.records import Fiche, Rubrique, Section, Valeur
from ontology.folding import slug

T = TypeVar("T")


def merge(editions: Sequence[Fiche]) -> Fiche:
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


def conflicts(editions: Sequence[Fiche]) -> list[str]:
    """Return the fields that editions of one fiche state otherwise, in the order of the sheet.

    A field is named by its rubrique (`codes-rome`), or by what it is where it has none. What the
    graph takes for one value is one: spellings of a label, the order of a list. A field that only
    one edition has is no conflict: the view keeps it.
    """
    return [name for name, read in _STATED.items() if _differs(editions, read)]


def _differs(editions: Iterable[Fiche], read: Callable[[Fiche], object]) -> bool:
    said = [value for fiche in editions if (value := read(fiche)) is not None]
    return any(value != said[0] for value in said[1:])


def _set(
    field: Callable[[Fiche], tuple[T, ...] | None], key: Callable[[T], object]
) -> Callable[[Fiche], object]:
    def read(fiche: Fiche) -> object:
        values = field(fiche)
        return None if values is None else frozenset(map(key, values))

    return read


def _texts(rubrique: Rubrique) -> Callable[[Fiche], object]:
    return lambda fiche: next(
        (each.passages for each in fiche.sections if each.rubrique is rubrique), None
    )


def _label(value: Valeur) -> str:
    return slug(value.libelle)


_LISTED: Final[Mapping[str, Callable[[Fiche], object]]] = MappingProxyType(
    {
        Rubrique.APPELLATIONS: lambda fiche: fiche.appellations,
        Rubrique.AUTRES_APPELLATIONS: _set(
            lambda f: f.autres_appellations, lambda a: slug(a.titre)
        ),
        Rubrique.CODES_ROME: _set(lambda fiche: fiche.codes_rome, str),
        Rubrique.NIVEAU_ACCES: lambda fiche: fiche.niveau and _label(fiche.niveau),
        Rubrique.FORMATIONS: _set(lambda fiche: fiche.formations, lambda each: each.id),
        Rubrique.STATUTS: _set(lambda fiche: fiche.statuts, _label),
        Rubrique.CENTRES_INTERET: _set(lambda fiche: fiche.interets, _label),
    }
)
_STATED: Final[Mapping[str, Callable[[Fiche], object]]] = MappingProxyType(
    {
        "titre": lambda fiche: fiche.titre,
        **{str(each): _LISTED.get(each) or _texts(each) for each in Rubrique},
        "secteurs": _set(lambda fiche: fiche.secteurs, _label),
        "transverse": lambda fiche: fiche.transverse,
        "associes": _set(lambda fiche: fiche.associes, lambda each: each.id),
        "publications": _set(lambda fiche: fiche.publications, lambda each: each),
        "liens": _set(lambda fiche: fiche.liens, lambda each: each.url),
    }
)
