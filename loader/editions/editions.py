"""Edition of a file: what the operator states, else what stands beside the file or in it.

Never a clock, a modification time or the path of a folder: the same bytes have one edition. What
speaks of a file is not believed against what it tells itself: it is better left out than published
under the edition of another. Only an option that names the very file is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from loader.editions.edition_names import (
    edition_in_name,
    edition_order,
    may_be_same,
    version_in_name,
)
from loader.editions.sidecars import SOURCES_FILE, Archive, Claim, sources_beside, version_beside

__all__ = [
    "SOURCES_FILE", "UNKNOWN", "Attribution", "Edition", "Editions", "edition_in_name",
    "unordered",
]  # fmt: skip

UNKNOWN: Final = "nd"
_OPERATOR: Final = "--edition"


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of a source, as named in IRIs: `onisep-metiers`, `2025-10`."""

    source: str
    name: str

    @property
    def rank(self) -> tuple[bool, tuple[int, ...], str]:
        """Sort key: the newest edition is the greatest; an unknown one ranks newest."""
        numbers = tuple(int(number) for number in re.findall(r"\d+", self.name))
        return self.name == UNKNOWN, numbers, self.name


@dataclass(frozen=True, slots=True)
class Attribution:
    """The edition that a file is attributed to.

    `doubt` tells who states another; the file is `refused` where nothing settles who is right, and
    `other` is then the edition that it states itself.
    """

    edition: Edition
    doubt: str = ""
    refused: bool = False
    other: str = ""


@dataclass(slots=True)
class Editions:
    """Names the edition of each file.

    `stated` are those that the operator gives of whole sources, `placed` of files and folders,
    which come first: two editions of one source can then be told apart. Those of sources and of
    folders speak for files that do not tell their edition, and so does a `sources.toml`.
    """

    stated: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[Path, str] = field(default_factory=dict)
    _beside: dict[tuple[str, Path], tuple[list[Claim], list[Claim]]] = field(default_factory=dict)

    def of(
        self,
        source: str,
        path: Path,
        inside: str | None = None,
        archive: Archive | None = None,
        *,
        is_dated_by_name: bool = True,
    ) -> Attribution:
        """Return the edition of a file that was taken for a source.

        `inside` is what the file itself states; the path of a member of an `archive` goes through
        that of the archive. Where its own name holds a title, a year in it tells nothing: it is
        not `is_dated_by_name`. May raise `LoaderError` for a `sources.toml` that cannot be read.
        """
        own = [Claim(inside, "ce qu'il contient")] if inside else []
        names = path.relative_to(archive.path.parent).parts if archive else (path.name,)
        own += _in_names(source, path.name, names if is_dated_by_name else names[:-1])
        stated, version = self._claims_beside(source, path.parent, archive)
        place = self._place(path)
        if place is not None and place in (path.resolve(), archive and archive.path.resolve()):
            named = Claim(self.placed[place], _OPERATOR)
            return _attributed(source, [named, *stated, *version, *own], [])
        spoken = self.placed[place] if place else self.stated.get(source)
        of_whole = [*([Claim(spoken, _OPERATOR)] if spoken else []), *stated]
        own = [*version, *own]
        if of_whole:
            return _attributed(source, [*of_whole, *own], own)
        return _attributed(source, own, [each for each in own if _is_version(each.name)])

    def _place(self, path: Path) -> Path | None:
        """Return the file or the nearest folder that the operator names of a file's path."""
        if not self.placed:
            return None
        above = (path.resolve(), *path.resolve().parents)
        return next((place for place in above if place in self.placed), None)

    def _claims_beside(
        self, source: str, folder: Path, archive: Archive | None
    ) -> tuple[list[Claim], list[Claim]]:
        """Return what a `sources.toml` claims, and what a `version.txt` does."""
        if (source, folder) not in self._beside:
            stated = sources_beside(folder, archive).get(source)
            version = version_beside(source, folder, archive)
            self._beside[source, folder] = [stated] if stated else [], [version] if version else []
        return self._beside[source, folder]


def _in_names(source: str, own: str, names: Sequence[str]) -> Iterator[Claim]:
    """Yield what the last of the names of an archive, its folders and a file tells.

    `own` is the name of the file.
    """
    for name in reversed(names):
        found = (_is_rome(source) and version_in_name(name)) or edition_in_name(name)
        if found:
            yield Claim(found, "son nom" if name == own else f"le nom de {name}")
            return


def _is_rome(source: str) -> bool:
    return source.startswith("rome-")


def _attributed(source: str, claims: Sequence[Claim], respected: Sequence[Claim]) -> Attribution:
    """Believe the first claim, unless one of those that are respected tells another version."""
    if not claims:
        return Attribution(Edition(source, UNKNOWN))
    first, *others = claims
    edition = Edition(source, first.name)
    contrary = [each for each in others if _contradict(source, first.name, each.name)]
    if not contrary:
        return Attribution(edition)
    worst = max(contrary, key=lambda each: (each in respected, _is_version(each.name)))
    doubt = f"{first.name} selon {first.where}, {worst.name} selon {worst.where}"
    return Attribution(edition, doubt, worst in respected, worst.name)


def _contradict(source: str, one: str, other: str) -> bool:
    """Tell whether a file cannot be of both editions.

    The version of a ROME is the name of its edition; elsewhere a date and a version go together.
    """
    orders = edition_order(one), edition_order(other)
    families = {order[0] for order in orders if order}
    comparable = len(families) == 1 and None not in orders
    return not may_be_same(one, other) and (comparable or (_is_rome(source) and _is_version(other)))


def _is_version(name: str) -> bool:
    order = edition_order(name)
    return order is not None and order[0] == "numéro"


def unordered(editions: Iterable[Edition], missing: Mapping[str, Iterable[str]]) -> str:
    """Return why editions of one source cannot be put in order, in French; nothing if they can.

    `missing` are, by source, the options that would name the edition that is not known.
    """
    names: dict[str, list[str]] = {}
    for edition in editions:
        names.setdefault(edition.source, []).append(edition.name)
    for source, several in names.items():
        orders = [edition_order(name) for name in several]
        known = [order for order in orders if order]
        one_family = len({family for family, _ in known}) == 1 and len(known) == len(orders)
        if len(several) == 1 or (one_family and len(set(known)) == len(known)):
            continue
        what = "les nommer toutes de dates (2025-10), ou toutes de numéros (v460), par --edition"
        if UNKNOWN in several:
            what = f"écrire {' '.join(dict.fromkeys(missing.get(source, ())))}"
        found = ", ".join(several)
        return f"{source} : éditions {found}, qu'on ne peut ordonner ; {what}"
    return ""
