"""Frame of a markdown sheet: a closed list of labels, matched at column 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

TITRE_MARK: Final = "# "


class Head(StrEnum):
    """The two parts of a sheet that are not a rubrique: they say which thing it is about."""

    TITRE = "titre"
    ID = "id"


class Opening(NamedTuple):
    """A line that opens a part, with the value that stands on it, if any."""

    part: StrEnum
    value: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The labels of one kind of sheet, by the part that each opens.

    `valued` labels have a value on their line, `headings` stand alone. `order` is that in which a
    sheet prints its parts.
    """

    valued: Mapping[str, StrEnum]
    headings: Mapping[str, StrEnum]
    order: Mapping[StrEnum, int]

    def opening(self, line: str) -> Opening | None:
        """Return which part a line opens, or None when it is content.

        `# title` is only recognised by its mark: the caller knows whether a title was already read.
        """
        if not line.startswith(("#", "*")):
            return None
        if line.startswith(TITRE_MARK):
            return Opening(Head.TITRE, line[len(TITRE_MARK) :].strip())
        for label, part in self.valued.items():
            value = value_after(label, line)
            if value is not None:
                return Opening(part, value)
        part_ = self.headings.get(line.rstrip())
        return Opening(part_, "") if part_ else None

    def is_on_one_line(self, part: StrEnum) -> bool:
        """Tell whether a part is one line and nothing below."""
        return part is Head.TITRE or part in self.valued.values()


def value_after(label: str, line: str) -> str | None:
    """Return what follows a label and white space on a line, None where the line has not both."""
    value = line[len(label) :]
    if not line.startswith(label) or (value and not value[0].isspace()):
        return None
    return value.strip()
