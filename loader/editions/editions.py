"""Edition of a file: what the operator states, else what stands beside the file or in it.

Never a clock, a modification time or the path of a folder: the same bytes have one edition. What
speaks of a file is not believed against its own version: it is better left out than published
under the edition of another.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from loader.corpus.problems import LoaderError, UsageError, excerpt
from loader.editions.edition_names import (
    edition_in_name,
    edition_order,
    may_be_same,
    name_fault,
    version_in_name,
)
from loader.editions.sidecars import SOURCES_FILE, Archive, Claim, sources_beside, version_beside

__all__ = [
    "SOURCES_FILE", "UNKNOWN", "Attribution", "Edition", "Editions", "edition_in_name",
    "parse_edition_options", "refuse_unordered",
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

    `doubt` tells who states another; the file is `refused` where nothing settles who is right.
    """

    edition: Edition
    doubt: str = ""
    refused: bool = False


@dataclass(slots=True)
class Editions:
    """Names the edition of each file.

    `stated` are those that the operator gives of whole sources, `placed` of files and folders,
    which come first: two editions of one source can then be told apart.
    """

    stated: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[Path, str] = field(default_factory=dict)
    _beside: dict[tuple[str, Path], list[Claim]] = field(default_factory=dict)

    def of(
        self, source: str, path: Path, inside: str | None = None, archive: Archive | None = None
    ) -> Attribution:
        """Return the edition of a file that was taken for a source.

        `inside` is what the file itself states; the path of a member of an `archive` goes through
        that of the archive. May raise `LoaderError` for a `sources.toml` that cannot be read.
        """
        own = [Claim(inside, "ce qu'il contient")] if inside else []
        own += _in_names(source, path, archive)
        if stated := self._placed(path) or self.stated.get(source):
            return _attributed(source, [Claim(stated, _OPERATOR), *own])
        return _attributed(source, [*self._claims_beside(source, path.parent, archive), *own])

    def _placed(self, path: Path) -> str | None:
        if not self.placed:
            return None
        above = (path.resolve(), *path.resolve().parents)
        return next((self.placed[place] for place in above if place in self.placed), None)

    def _claims_beside(self, source: str, folder: Path, archive: Archive | None) -> list[Claim]:
        if (source, folder) not in self._beside:
            stated = sources_beside(folder, archive).get(source)
            version = version_beside(source, folder, archive)
            self._beside[source, folder] = [each for each in (stated, version) if each]
        return self._beside[source, folder]


def _in_names(source: str, path: Path, archive: Archive | None) -> Iterator[Claim]:
    """Yield what the name of a file tells; else that of a folder in its archive, else of this."""
    inner = path.relative_to(archive.path.parent).parts if archive else (path.name,)
    for name in reversed(inner):
        found = (_is_rome(source) and version_in_name(name)) or edition_in_name(name)
        if found:
            yield Claim(found, "son nom" if name == path.name else f"le nom de {name}")
            return


def _is_rome(source: str) -> bool:
    return source.startswith("rome-")


def _attributed(source: str, claims: Sequence[Claim]) -> Attribution:
    """Believe the first claim, unless another tells another version."""
    if not claims:
        return Attribution(Edition(source, UNKNOWN))
    first, *others = claims
    edition = Edition(source, first.name)
    contrary = [each for each in others if _contradict(source, first.name, each.name)]
    if not contrary:
        return Attribution(edition)
    worst = max(contrary, key=lambda each: _is_version(each.name))
    doubt = f"{first.name} selon {first.where}, {worst.name} selon {worst.where}"
    refused = first.where != _OPERATOR and _is_version(worst.name)
    return Attribution(edition, doubt, refused)


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


def refuse_unordered(editions: Iterable[Edition]) -> None:
    """Raise `LoaderError` for editions of one source that nobody can put in order."""
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
            what = "dire --edition pour celle qui n'est pas connue"
        found = ", ".join(several)
        raise LoaderError(f"{source} : éditions {found}, qu'on ne peut ordonner ; {what}")


def parse_edition_options(options: Sequence[str], is_source: Callable[[str], bool]) -> Editions:
    """Return the editions of `--edition SOURCE=NOM` and `--edition CHEMIN=NOM` options."""
    stated: dict[str, str] = {}
    placed: dict[Path, str] = {}
    for option in options:
        left, equals, name = option.rpartition("=")
        shown = f"--edition {excerpt(option)}"
        if not equals or not left or not name:
            raise UsageError(f"{shown} : écrire SOURCE=ÉDITION, par exemple 2025-10")
        if fault := name_fault(name):
            raise UsageError(f"{shown} : {fault}")
        if is_source(left):
            stated[left] = name
        elif os.path.exists(left):
            placed[Path(left).resolve()] = name
        else:
            raise UsageError(f"{shown} : « {excerpt(left)} » n'est ni une source ni un fichier")
    return Editions(stated, placed)
