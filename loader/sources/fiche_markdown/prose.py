"""The lines of a section as passages: headings and the text below each."""

import re
from collections.abc import Iterable, Iterator

from loader.facts.acces import is_niveau_heading
from loader.records import Passage, Rubrique, Section
from loader.sources.fiche_markdown.parts import Line

_HEADING = re.compile(r"(#{2,3})\s+(\S.*)", re.DOTALL)
_PARAGRAPH_TAG = re.compile(r"</?p>")
_LINE_TAGS = re.compile(r"(?:<br/>)+")


def read_section(rubrique: Rubrique, lines: Iterable[Line]) -> Section:
    """Return the section that these lines make.

    Each line is a paragraph (the sheets never wrap one), `<br/>` breaks lines inside it, and a
    heading opens a passage whatever its level: `##` follows `###` in the sheets.
    """
    passages: list[Passage] = []
    heading: tuple[str, int] | None = None
    paragraphs: list[str] = []

    def close() -> None:
        if heading or paragraphs:
            titre, niveau = heading or (None, None)
            passages.append(Passage(titre, niveau, "\n\n".join(paragraphs) or None))

    for paragraph in paragraphs_of(lines):
        opened = _heading(rubrique, paragraph)
        if opened is None:
            paragraphs.append(paragraph)
        else:
            close()
            heading, paragraphs = opened, []
    close()
    return Section(rubrique, tuple(passages))


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


def _heading(rubrique: Rubrique, paragraph: str) -> tuple[str, int] | None:
    if paragraph[0] == "#":
        marked = _HEADING.fullmatch(paragraph)
        return (marked[2], len(marked[1])) if marked else None
    if rubrique is Rubrique.ACCES_METIER and is_niveau_heading(paragraph):
        return paragraph, 0
    return None
