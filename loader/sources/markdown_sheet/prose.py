"""Prose of a markdown sheet: from the lines of a part to a section."""

import re
from collections.abc import Iterable, Iterator

from loader.records import Rubrique, Section
from loader.sources.markdown_sheet.lines import Line
from loader.sources.passages import PassageBlock, section_of

_HEADING = re.compile(r"(#{2,3})\s+(\S.*)", re.DOTALL)
_MARK = re.compile(r"#{2,3}\s")
_PARAGRAPH_TAG = re.compile(r"</?p>")
_LINE_TAGS = re.compile(r"(?:<br/>)+")
_BULLET = "-"


def read_section(rubrique: Rubrique, lines: Iterable[Line]) -> Section:
    """Return the section that these lines make.

    Each line is a paragraph (the sheets never wrap one), and `<br/>` breaks lines inside it; a
    bullet alone on its line belongs to the paragraph that it announces.
    """
    return section_of(rubrique, map(_block, _with_bullets(_paragraphs_of(lines))))


def margin_headings(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the headings at column 0 in a part, but the `###` that usually opens one."""
    for rank, line in enumerate(lines):
        usual = rank == 0 and line.text.startswith("### ")
        if line.at_margin and not usual and _MARK.match(line.text):
            yield line


def _paragraphs_of(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the paragraphs of some lines, `<p>` dissolved and `<br/>` turned into a line break."""
    for line in lines:
        if "<" not in line.text:
            yield line.text.strip()
            continue
        for piece in _PARAGRAPH_TAG.split(line.text):
            paragraph = _LINE_TAGS.sub("\n", piece).strip()
            if paragraph:
                yield paragraph


def _with_bullets(paragraphs: Iterable[str]) -> Iterator[str]:
    alone = False
    for paragraph in paragraphs:
        if alone and paragraph[0] in "-#":
            yield _BULLET
        elif alone:
            paragraph = f"{_BULLET} {paragraph}"
        alone = paragraph == _BULLET
        if not alone:
            yield paragraph
    if alone:
        yield _BULLET


def _block(paragraph: str) -> PassageBlock:
    marked = _HEADING.fullmatch(paragraph) if paragraph[0] == "#" else None
    return PassageBlock(len(marked[1]), marked[2]) if marked else PassageBlock(None, paragraph)
