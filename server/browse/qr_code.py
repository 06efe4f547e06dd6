"""QR code of an address: what a phone reads from a sheet of paper, or from another's screen.

It is drawn dark on light whatever the page is: many phones read no other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import segno

__all__ = ["QrCode", "qr_code"]

_LEVEL: Final = "m"
"""15 % of it may be hidden, by a fold or a thumb; more, where that makes it no larger."""
_QUIET: Final = 4
"""Modules of light around it, as ISO/IEC 18004 asks."""
_KNOWN: Final = 256
"""Codes that are remembered, of some 4 kB each: caches share no page that has one."""


@dataclass(frozen=True)
class QrCode:
    """A QR code: what it says, its side in modules with the quiet zone, and its dark ones.

    `path` is the `d` of an SVG path, a stroke of one module a run, on a side of `size`.
    """

    text: str
    size: int
    path: str


@lru_cache(_KNOWN)
def qr_code(text: str) -> QrCode:
    """Return the QR code of an address; ValueError beyond some 2,300 characters.

    To choose its mask as the standard asks takes 5 ms, 30 for the longest address of a selection.
    """
    rows = [*segno.make_qr(text, error=_LEVEL).matrix_iter(border=_QUIET)]
    runs = "".join(run for line, row in enumerate(rows) for run in _runs(line, row))
    return QrCode(text, len(rows), runs)


def _runs(line: int, row: Iterable[int]) -> Iterator[str]:
    """Yield what draws the dark modules of a row: where each run begins, and its length."""
    place = 0
    for is_dark, modules in groupby(row):
        length = len([*modules])
        if is_dark:
            yield f"M{place} {line}.5h{length}"
        place += length
