"""Titles of métiers: which métier a fiche means that names it by title alone."""

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import groupby

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.editions.editions import Edition
from loader.sources.documents import Document


def ids_by_title(titled: Iterable[tuple[Edition, str, str]]) -> dict[str, set[str]]:
    """Return the ids of the métiers that have each title, from editions, titles and ids.

    Of a title that several editions know, the newest says whose it is.
    """
    found: dict[str, set[str]] = {}
    newest_first = sorted(titled, key=lambda each: each[0].rank, reverse=True)
    for _, group in groupby(newest_first, key=lambda each: each[0].rank):
        known: dict[str, set[str]] = {}
        for _, titre, id_ in group:
            known.setdefault(titre, set()).add(id_)
        found = known | found
    return found


def unique_titles(ids: Mapping[str, Set[str]]) -> dict[str, str]:
    """Return the id of a métier by its title, where it is the only one to have it."""
    return {titre: next(iter(several)) for titre, several in ids.items() if len(several) == 1}


def title_problems(
    titres: Iterable[str], ids: Mapping[str, Set[str]], document: Document
) -> Iterator[Problem]:
    """Yield a remark for each title, among those of a sheet, that is not one métier's."""
    for titre in dict.fromkeys(titres):
        several = ids.get(titre, set())
        if len(several) != 1:
            whose = f"{len(several)} fiches ont" if several else "aucune fiche métier n'a"
            ids_ = f" ({', '.join(sorted(several))})" if several else ""
            reason = f"{whose} pour titre « {excerpt(titre)} »{ids_} : il n'est pas relié"
            line = _line_of(titre, document.text())
            yield problem(document.path, line, ProblemKind.METIER_INCONNU, reason)


def _line_of(titre: str, text: str) -> int:
    """Return the number of the line, counted from 1, on which a bullet has a title."""
    lines = enumerate(text.split("\n"), 1)
    return next((n for n, line in lines if line.strip().removeprefix("-").strip() == titre), 0)
