"""Line diff of the texts of a fiche, section by section."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from pyoxigraph import Literal, NamedNode

from loader.diff.view_reader import ViewReader
from loader.model.rdf_terms import (
    HEADLINE,
    NAME,
    NIVEAU_TITRE,
    PASSAGE,
    POSITION,
    RUBRIQUE,
    SECTION,
    TEXT,
)

Lines = tuple[str, ...]


def read_sections(side: ViewReader, fiche: NamedNode) -> dict[NamedNode, Lines]:
    """Return the lines of each section that has some, by its rubrique.

    A heading is a line that starts with its marks (`###`); the name of a section is its first.
    """
    found = {}
    for predicate, section in side.statements(fiche):
        if predicate == SECTION and isinstance(section, NamedNode):
            rubrique = side.first_value(section, RUBRIQUE)
            lines = _lines(side, section)
            if lines and isinstance(rubrique, NamedNode):
                found[rubrique] = lines
    return found


def diff_lines(before: Sequence[str], after: Sequence[str]) -> tuple[Lines, Lines]:
    """Return the lines to take out of a text and those to put in; a moved line is both."""
    out: list[str] = []
    new: list[str] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation != "equal":
            out += before[i1:i2]
            new += after[j1:j2]
    return tuple(out), tuple(new)


def _lines(side: ViewReader, section: NamedNode) -> Lines:
    passages: list[tuple[int, Lines]] = []
    names: list[str] = []
    for predicate, object_ in side.statements(section):
        if predicate == PASSAGE:
            passages.append(_passage(dict(side.statements(object_))))
        elif predicate == NAME:
            names.append(object_.value)
    return tuple(names) + tuple(line for _, lines in sorted(passages) for line in lines)


def _passage(said: dict[NamedNode, NamedNode | Literal]) -> tuple[int, Lines]:
    lines = []
    if HEADLINE in said:
        marks = "#" * int(said[NIVEAU_TITRE].value) if NIVEAU_TITRE in said else ""
        lines.append(f"{marks} {said[HEADLINE].value}".strip())
    if TEXT in said:
        lines += filter(None, said[TEXT].value.split("\n"))
    return int(said[POSITION].value) if POSITION in said else 0, tuple(lines)
