"""Parts of a markdown sheet: which lines stand under which label of its frame."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from loader.corpus.problems import excerpt
from loader.sources.markdown_sheet.frame import Frame, Head
from loader.sources.markdown_sheet.lines import Line, Stray


@dataclass(slots=True)
class SheetPart:
    """A label of the frame, the value on its line, and the lines up to the next label."""

    part: StrEnum
    opened_by: Line
    value: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class SheetParts:
    """A sheet in parts, with the lines that stand in none: `strays` with the reason."""

    parts: dict[StrEnum, SheetPart] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)
    moved: list[SheetPart] = field(default_factory=list)

    def value(self, part: StrEnum) -> str:
        """Return what stands on the line of a part, or an empty string."""
        found = self.parts.get(part)
        return found.value if found else ""

    def refuse_lines(self, part: StrEnum) -> None:
        """Make strays of the lines below a label under which there is nothing."""
        found = self.parts.get(part)
        for line in found.lines if found else ():
            label = found.opened_by.text.split(":**")[0].strip("*# ") if found else ""
            self.strays.append((line, f"rien n'est attendu sous « {excerpt(label)} »"))

    def moved_parts(self) -> Iterator[Stray]:
        """Yield the lines that open a part out of its usual place, with what is to be said."""
        for part in self.moved:
            yield part.opened_by, f"la partie « {part.part} » n'est pas à sa place habituelle"


def cut_sheet(lines: Iterable[Line], frame: Frame) -> SheetParts:
    """Cut a sheet where a label of the frame stands at column 0.

    A label met twice opens nothing: on a line of its own, it is a stray; with lines below it, they
    are strays too, since nobody can say which of the two parts the publisher meant.
    """
    found = SheetParts()
    current: SheetPart | None = None
    doubled = ""
    for line in lines:
        opened = frame.opening(line.text)
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
            if not frame.is_on_one_line(opened.part):
                doubled = reason
        else:
            current, doubled = SheetPart(opened.part, line, opened.value), ""
            if any(frame.order[each] > frame.order[opened.part] for each in found.parts):
                found.moved.append(current)
            found.parts[opened.part] = current
    return found
