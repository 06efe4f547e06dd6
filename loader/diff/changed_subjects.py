"""Changed subjects: which things differ between two views, from the lines of their dumps.

Reading a store whole costs minutes; the dumps are sorted the same way, so that two of them are
laid side by side in seconds. No more than some blocks of each is held.
"""

import gzip
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from loader.corpus.problems import LoaderError
from loader.model import iris
from server.releases.layout import QUADS_FILE

_BLOCK: Final = 1 << 20


def changed_subjects(before: Path, after: Path) -> set[str]:
    """Return the IRIs of what differs in the views of two releases, and of what that is part of.

    The parts of a fiche are also parts of the métier, or the formation, that it describes.
    """
    found = {_subject(line) for line in _differing(before, after) if _is_of_view(line)}
    for subject in tuple(found):
        start = subject.find("//") + 2
        cuts = (n for n, letter in enumerate(subject) if letter == "/" and n >= start)
        found.update(subject[:cut] for cut in cuts)
    fiche = iris.fiche("").value
    ids = (each.removeprefix(fiche) for each in tuple(found) if each.startswith(fiche))
    found.update(iris.subject_of_fiche(id_).value for id_ in ids)
    return found


def _differing(before: Path, after: Path) -> Iterator[bytes]:
    """Yield the lines that only one of two dumps has."""
    left, right = _blocks(before / QUADS_FILE), _blocks(after / QUADS_FILE)
    mine, theirs = next(left, []), next(right, [])
    while mine and theirs:
        end = min(mine[-1], theirs[-1])
        here, there = bisect_right(mine, end), bisect_right(theirs, end)
        if mine[:here] != theirs[:there]:
            yield from set(mine[:here]).symmetric_difference(theirs[:there])
        mine = mine[here:] or next(left, [])
        theirs = theirs[there:] or next(right, [])
    yield from chain.from_iterable(chain([mine, theirs], left, right))


def _blocks(dump: Path) -> Iterator[list[bytes]]:
    """Yield the lines of a dump, some thousands at a time."""
    rest = b""
    try:
        with gzip.open(dump, "rb") as file:
            while piece := file.read(_BLOCK):
                text = rest + piece
                cut = text.rfind(b"\n") + 1
                if lines := text[:cut].split(b"\n")[:-1]:
                    yield lines
                rest = text[cut:]
    except (OSError, EOFError, zlib.error) as error:
        raise LoaderError(f"{dump} : illisible : {error}") from error


def _subject(line: bytes) -> str:
    return line[1 : line.index(b">")].decode()


def _is_of_view(line: bytes) -> bool:
    """Tell whether a line of N-Quads names no graph; there is no blank node."""
    if not line.endswith(b"> ."):
        return True
    cut = line.rfind(b" ", 0, -2)
    if not line.startswith(b"<", cut + 1) or line.find(b'"', cut) >= 0:
        return True
    return line.count(b" ", 0, cut) == 1
