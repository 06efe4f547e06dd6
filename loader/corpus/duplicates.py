"""Duplicates: what two files of one edition both give; the first to name a thing describes it."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import Any

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records import CodeRome
from loader.records.esco import Correspondance, GroupeIsco, LienEsco, ProfessionEsco
from loader.records.fap import Famille, PassageRome
from loader.records.formations import Certification, Formation
from loader.records.ideo_metiers import LigneIdeo
from loader.records.rncp import FicheRncp, FormacodeDeFiche, RomeDeFiche, SpecialiteDeFiche
from loader.records.rome import TableRome

_Thing = tuple[str, str]
"""What a thing is, in French, and its identifier."""


def without_duplicates(records: Sequence[tuple[str, Any]]) -> tuple[list[Any], list[Problem]]:
    """Return the records of several files less what an earlier one gives, and what that loses.

    Each record comes with the path of its file, and is one of those that a file holds or a
    dataclass of such. A thing that a later file gives as the first does is no problem.
    """
    first: dict[_Thing, tuple[str, set[Any]]] = {}
    kept: list[Any] = []
    problems: list[Problem] = []
    for path, record in records:
        given: dict[_Thing, list[Any]] = {}
        for item in chain.from_iterable(_parts(record).values()):
            if thing := _thing(item):
                given.setdefault(thing, []).append(item)
        doubles = given.keys() & first.keys()
        for thing in (each for each in given if each in doubles):
            where, items = first[thing]
            if items != set(given[thing]):
                reason = f"{' '.join(thing)} : déjà donné, autrement, dans {where}"
                lost = "\n".join(" ".join(_texts(item)) for item in given[thing])
                problems.append(problem(path, 0, ProblemKind.IDENTIFIANT_EN_DOUBLE, reason, lost))
        kept.append(_without(record, doubles))
        first.update((each, (path, set(given[each]))) for each in given.keys() - doubles)
    return kept, problems


def _thing(item: object) -> _Thing | None:
    """Return what an item of a record describes, None where that is nothing in particular."""
    match item:
        case Formation(id=id_):
            return "la formation", id_
        case Certification(certif_info=id_):
            return "la certification", id_
        case LigneIdeo():
            return "le métier", item.metier.id
        case CodeRome(code=id_):
            return "le code ROME", id_
        case ProfessionEsco() | GroupeIsco():
            return f"la notice en « {item.textes.langue} » de", item.iri
        case LienEsco(iri=id_):
            return "ce qui est plus large que", id_
        case Correspondance(ogr=id_):
            return "l'appellation", id_
        case FicheRncp(numero=id_):
            return "la fiche", id_
        case RomeDeFiche(numero=id_):
            return "les codes ROME de la fiche", id_
        case SpecialiteDeFiche(numero=id_):
            return "les spécialités de la fiche", id_
        case FormacodeDeFiche(numero=id_):
            return "les Formacodes de la fiche", id_
        case Famille(code=id_):
            return "la famille", id_
        case PassageRome(rome=id_):
            return "le passage du code ROME", id_
    return None


def _parts(record: Any) -> dict[str, tuple[Any, ...]]:
    """Return the sequences of items that a record holds, by the names of its fields."""
    if isinstance(record, tuple):
        return {"": record}
    if isinstance(record, TableRome):
        return {}  # `check_tables` settles these, a table at a time
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _without(record: Any, things: Set[_Thing]) -> Any:
    """Return a record less some things; the same where there is none."""
    if not things:
        return record
    parts = {
        name: tuple(item for item in part if _thing(item) not in things)
        for name, part in _parts(record).items()
    }
    return parts[""] if isinstance(record, tuple) else replace(record, **parts)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a record, word for word."""
    if isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif value is not None:
        yield str(value)
