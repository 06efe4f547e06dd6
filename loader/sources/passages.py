"""Passages of a section, from headings and paragraphs, whatever the format that held them."""

from collections.abc import Iterable
from typing import NamedTuple

from loader.facts.acces import depart_of, is_niveau_heading
from loader.records import Passage, Rubrique, Section


class PassageBlock(NamedTuple):
    """A heading of a level (2 or 3), or a paragraph: `level` is then None."""

    level: int | None
    text: str


def section_of(
    rubrique: Rubrique, blocks: Iterable[PassageBlock], nom: str | None = None
) -> Section:
    """Return the section that blocks make: each heading opens a passage, whatever its level.

    In « Accès au métier », a paragraph that only names levels is a heading without mark; in
    « En bref », « Après le bac » is one.
    """
    passages: list[Passage] = []
    heading: PassageBlock | None = None
    paragraphs: list[str] = []

    def close() -> None:
        if heading or paragraphs:
            titre, niveau = (heading.text, heading.level) if heading else (None, None)
            passages.append(Passage(titre, niveau, "\n\n".join(paragraphs) or None))

    for block in blocks:
        level = block.level
        if level is None and _heads(rubrique, block.text):
            level = 0
        if level is None:
            paragraphs.append(block.text)
        else:
            close()
            heading, paragraphs = PassageBlock(level, block.text), []
    close()
    return Section(rubrique, tuple(passages), nom)


def _heads(rubrique: Rubrique, paragraph: str) -> bool:
    if rubrique is Rubrique.ACCES_METIER:
        return is_niveau_heading(paragraph)
    return rubrique is Rubrique.EN_BREF and depart_of(paragraph) is not None
