"""Lines of a markdown sheet, and the problems of those that find no place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.sources.documents import Document

LARGEST: Final = 12 * 2**20
"""Bytes beyond which a file is no sheet: the longest real one has some 20 kB, and the engine's
parsers refuse a text of more than 16 MiB."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that holds at least one word; `number` counts from 1."""

    number: int
    text: str

    @property
    def at_margin(self) -> bool:
        """Whether the line starts at column 0."""
        return not self.text[0].isspace()


Stray = tuple[Line, str]
"""A line that found no place, and the reason."""


class NoPlaceError(ValueError):
    """A line that its part cannot hold; the message is the reason."""


def lines_of(text: str) -> list[Line]:
    """Return the lines with at least one word, numbered from 1, line ends removed."""
    return [
        Line(n, line) for n, line in enumerate(text.split("\n"), 1) if not line.isspace() and line
    ]


def oversized(document: Document) -> Problem | None:
    """Return the problem of a file that is too large for a sheet, None where it is not."""
    if len(document.data) <= LARGEST:
        return None
    reason = f"{len(document.data)} octets : trop pour une fiche"
    return problem(document.path, 0, ProblemKind.FICHE_REJETEE, reason, document.text())


def rejected(lines: Sequence[Line], reason: str, path: str) -> Problem:
    """Return the problem of a sheet that is no record: all of it is lost, told once."""
    place = lines[0].number if lines else 0
    lost = "\n".join(line.text for line in lines)
    return problem(path, place, ProblemKind.FICHE_REJETEE, reason, lost)


def stray_problems(id_: str, strays: Iterable[Stray], path: str) -> list[Problem]:
    """Return the problems of the lines of a sheet that found no place, each with its words."""
    return [
        problem(
            path,
            line.number,
            ProblemKind.LIGNE_SANS_PLACE,
            f"{id_} : « {excerpt(line.text)} » n'a pas trouvé de place : {reason}",
            line.text,
        )
        for line, reason in strays
    ]
