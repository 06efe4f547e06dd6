"""The lines of a section as headings and paragraphs."""

import re
from collections.abc import Iterable, Iterator

from loader.records import Rubrique, Section
from loader.sources.fiche_markdown.parts import Line
from loader.sources.passages import Block, section_of

_HEADING = re.compile(r"(#{2,3})\s+(\S.*)", re.DOTALL)
_PARAGRAPH_TAG = re.compile(r"</?p>")
_LINE_TAGS = re.compile(r"(?:<br/>)+")


def read_section(rubrique: Rubrique, lines: Iterable[Line]) -> Section:
    """Return the section that these lines make.

    Each line is a paragraph (the sheets never wrap one), and `<br/>` breaks lines inside it.
    """
    return section_of(rubrique, map(_block, paragraphs_of(lines)))


def paragraphs_of(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the paragraphs of some lines, `<p>` dissolved and `<br/>` turned into a line break."""
    for line in lines:
        if "<" not in line.text:
            yield line.text.strip()
            continue
        for piece in _PARAGRAPH_TAG.split(line.text):
            paragraph = _LINE_TAGS.sub("\n", piece).strip()
            if paragraph:
                yield paragraph


def _block(paragraph: str) -> Block:
    marked = _HEADING.fullmatch(paragraph) if paragraph[0] == "#" else None
    return Block(len(marked[1]), marked[2]) if marked else Block(None, paragraph)
