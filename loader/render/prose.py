"""Prose of a markdown sheet, with the white space of the publisher's."""

from collections.abc import Iterator
from typing import Final

from loader.records import Passage, Section
from loader.sources.markdown_sheet.frame import Frame

_INDENT: Final = " " * 12


def section_lines(label: str, section: Section, frame: Frame) -> Iterator[str]:
    """Yield the lines of a part: its first one stands at column 0, unless it would open another."""
    yield from (label, "")
    lines = [line for passage in section.passages for line in _passage(passage)]
    if lines:
        at_margin = frame.opening(lines[0]) is None
        yield lines[0] if at_margin else _INDENT + lines[0]
        yield from (_INDENT + line if line else "" for line in lines[1:])
        if lines[-1]:
            yield ""


def _passage(passage: Passage) -> Iterator[str]:
    if passage.titre is not None:
        mark = "#" * (passage.niveau_titre or 0)
        yield f"{mark} {_one_line(passage.titre)}" if mark else _one_line(passage.titre)
        if not mark:
            yield ""
    for paragraph in (passage.texte or "").split("\n\n"):
        if paragraph:
            yield from (_one_line(paragraph), "")


def _one_line(text: str) -> str:
    return text.replace("\n", "<br/>")
