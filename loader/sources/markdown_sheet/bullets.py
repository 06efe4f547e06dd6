"""Bullets of a markdown sheet, each read on its own."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from loader.sources.markdown_sheet.lines import Line, NoPlaceError, Stray

T = TypeVar("T")

_BULLET = re.compile(r"-\s+(\S.*)", re.DOTALL)


def read_bullets(
    lines: Iterable[Line], read: Callable[[str], T], strays: list[Stray]
) -> tuple[T, ...]:
    """Return what `read` makes of each bullet; a line that raises `NoPlaceError` is a stray."""
    found: list[T] = []
    for line in lines:
        bullet = _BULLET.fullmatch(line.text.strip())
        try:
            if bullet is None:
                raise NoPlaceError("une ligne de liste commence par « - »")
            found.append(read(bullet[1]))
        except NoPlaceError as error:
            strays.append((line, str(error)))
    return tuple(found)
