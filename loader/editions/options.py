"""The options `--edition`: read from a command, and proposed where an edition has to be said."""

import os
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from loader.corpus.problems import UsageError, excerpt
from loader.editions.edition_names import name_fault
from loader.editions.editions import Editions
from loader.sources.catalogue import SOURCES

T = TypeVar("T")


def parse_edition_options(options: Sequence[str], inputs: Sequence[Path]) -> Editions:
    """Return the editions of `--edition SOURCE=NAME` and `--edition PATH=NAME` options.

    A path is looked for from the current folder and from each of the `inputs`, then at any depth
    below these. May raise `UsageError`.
    """
    stated: dict[str, str] = {}
    placed: dict[Path, str] = {}
    for option in options:
        left, equals, name = option.rpartition("=")
        shown = f"--edition {excerpt(option)}"
        if not equals or not left or not name:
            raise UsageError(f"{shown} : écrire SOURCE=ÉDITION, par exemple 2025-10")
        if fault := name_fault(name):
            raise UsageError(f"{shown} : {fault}")
        if left in SOURCES:
            _give(stated, [left], name, shown)
            continue
        places = _places(left, inputs)
        if not places:
            known = ", ".join(sorted(SOURCES))
            reason = "n'est ni un fichier ou un dossier des SOURCES, ni une source"
            raise UsageError(f"{shown} : « {excerpt(left)} » {reason} ({known})")
        _give(placed, places, name, shown)
    return Editions(stated, placed)


def _give(given: dict[T, str], keys: Iterable[T], name: str, shown: str) -> None:
    """Give an edition to sources or places; none may have another already."""
    for key in keys:
        if given.setdefault(key, name) != name:
            raise UsageError(
                f"{shown} : une autre option dit déjà {given[key]}, n'en garder qu'une"
            )


def _places(left: str, inputs: Sequence[Path]) -> list[Path]:
    """Return the files or folders that an option names, among the inputs; it must not be vague."""
    roots = [each.resolve() for each in inputs]
    near = {path.resolve() for path in (Path(left), *(Path(each, left) for each in inputs))}
    found = [
        place
        for place in sorted(near)
        if os.path.exists(place)
        and any(place.is_relative_to(root) or root.is_relative_to(place) for root in roots)
    ]
    return found or _deeper(left, roots)


def _deeper(left: str, roots: Sequence[Path]) -> list[Path]:
    parts = Path(left).parts
    if not parts or ".." in parts or Path(left).is_absolute():
        return []
    below = (place for root in roots if root.is_dir() for place in root.rglob("*"))
    found = {place for place in (*roots, *below) if place.parts[-len(parts) :] == parts}
    if len(found) > 1:
        several = ", ".join(map(str, sorted(found)))
        raise UsageError(f"--edition {excerpt(left)}=… : il y en a {len(found)} : {several}")
    return list(found)


def edition_option(place: object, name: str) -> str:
    """Return the option that gives a file, a folder or a source an edition, as a shell reads it."""
    return f"--edition {shlex.quote(f'{place}={name}')}"


def blank_edition(source: str) -> str:
    """Return how the editions of a source are written, to be filled in; it is no edition itself."""
    return "vNNN" if source.startswith("rome-") else "AAAA-MM"


def options_to_write(
    missing: Sequence[tuple[Path, str, str]], others: Iterable[Path]
) -> Iterator[str]:
    """Yield the option to write for each file, given with its source and the edition to name.

    It names the folder, where that has several such files, all of one source and edition, and none
    of the `others` below it; else the file, or for several that tell no edition their source.
    """
    counts = Counter(path.parent for path, _, _ in missing)
    kinds = defaultdict(set)
    for path, source, name in missing:
        for folder in path.parents:
            kinds[folder].add((source, name))
    taken = {folder for path in others for folder in path.parents}
    for path, source, name in missing:
        folder, several = path.parent, counts[path.parent] > 1
        if several and len(kinds[folder]) == 1 and folder not in taken:
            yield edition_option(f"{folder}/", name)
        elif several and name == blank_edition(source):
            yield edition_option(source, name)
        else:
            yield edition_option(path, name)
