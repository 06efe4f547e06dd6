"""QR code of an address: what a phone reads from a sheet of paper, or from another's screen.

It is drawn dark on light whatever the page is: many phones read no other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import segno

__all__ = ["QrCode", "qr_code"]

_LEVEL: Final = "m"
"""15 % of it may be hidden, by a fold or a thumb; more, where that makes it no larger."""
_QUIET: Final = 4
"""Modules of light around it, as ISO/IEC 18004 asks."""
_MASK: Final = 2
"""The mask of them all: of our addresses its penalty is 3 % above that of the one which the
standard would choose, 17 % at most; to try all eight takes 4 ms, and 25 for the longest."""


@dataclass(frozen=True)
class QrCode:
    """A QR code: what it says, its side in modules with the quiet zone, and its dark ones.

    `path` is the `d` of an SVG path, a stroke of one module a run, on a side of `size`.
    """

    text: str
    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the QR code of an address; ValueError beyond some 2,300 characters."""
    rows = [*segno.make_qr(text, error=_LEVEL, mask=_MASK).matrix_iter(border=_QUIET)]
    runs = "".join(run for line, row in enumerate(rows) for run in _runs(line, row))
    return QrCode(text, len(rows), runs)


def _runs(line: int, row: Iterable[int]) -> Iterator[str]:
    """Yield what draws the dark modules of a row: each run by its distance from the last one."""
    pen, place = -1, 0
    for is_dark, modules in groupby(row):
        length = len([*modules])
        if is_dark:
            yield f"M{place} {line}.5h{length}" if pen < 0 else f"m{place - pen} 0h{length}"
            pen = place + length
        place += length
