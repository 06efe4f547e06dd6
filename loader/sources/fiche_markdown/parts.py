"""Parts of a markdown sheet: which lines stand under which label of the frame."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from loader.corpus.problems import excerpt
from loader.records import Rubrique
from loader.sources.fiche_markdown.frame import Head, opening

_ON_ONE_LINE = frozenset({Head.TITRE, Head.ID, Rubrique.NIVEAU_ACCES})

_ORDER = {part: rank for rank, part in enumerate((*Head, *Rubrique))}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that holds at least one word; `number` counts from 1."""

    number: int
    text: str

    @property
    def at_margin(self) -> bool:
        """Whether the line starts at column 0."""
        return not self.text[0].isspace()


@dataclass(slots=True)
class SheetPart:
    """A label of the frame, the value on its line, and the lines up to the next label."""

    part: Head | Rubrique
    opened_by: Line
    value: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class SheetParts:
    """A sheet in parts, with the lines that stand in none: `strays` with the reason."""

    parts: dict[Head | Rubrique, SheetPart] = field(default_factory=dict)
    strays: list[tuple[Line, str]] = field(default_factory=list)
    moved: list[SheetPart] = field(default_factory=list)

    def value(self, part: Head | Rubrique) -> str:
        """Return what stands on the line of a part, or an empty string."""
        found = self.parts.get(part)
        return found.value if found else ""


def lines_of(text: str) -> list[Line]:
    """Return the lines with at least one word, numbered from 1, line ends removed."""
    return [
        Line(n, line) for n, line in enumerate(text.split("\n"), 1) if not line.isspace() and line
    ]


def cut_sheet(lines: Iterable[Line]) -> SheetParts:
    """Cut a sheet where a label of the frame stands at column 0.

    A label met twice opens nothing: on a line of its own, it is a stray; with lines below it, they
    are strays too, since nobody can say which of the two parts the publisher meant.
    """
    found = SheetParts()
    current: SheetPart | None = None
    doubled = ""
    for line in lines:
        opened = opening(line.text)
        if opened is not None and opened.part is Head.TITRE and Head.TITRE in found.parts:
            opened = None
        if opened is None:
            if doubled:
                found.strays.append((line, doubled))
            elif current is None:
                found.strays.append((line, "avant le titre de la fiche"))
            else:
                current.lines.append(line)
        elif opened.part in found.parts:
            reason = f"la partie « {excerpt(line.text)} » est déjà dans la fiche"
            found.strays.append((line, reason))
            if opened.part not in _ON_ONE_LINE:
                doubled = reason
        else:
            current, doubled = SheetPart(opened.part, line, opened.value), ""
            if _is_moved(opened.part, found.parts):
                found.moved.append(current)
            found.parts[opened.part] = current
    return found


def _is_moved(part: Head | Rubrique, before: Iterable[Head | Rubrique]) -> bool:
    return any(_ORDER[each] > _ORDER[part] for each in before)
