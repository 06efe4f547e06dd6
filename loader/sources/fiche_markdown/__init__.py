"""The fiche métier as markdown, the format of the seeds.

The frame of a sheet is a closed list of labels at column 0 (`frame`); whatever stands between two
of them belongs to the part that the first one opens (`parts`); each kind of part then reads its
own lines (`lists`, `prose`), and what finds no place is reported, never dropped (`reader`).
"""

from typing import Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records import Fiche
from loader.sources.documents import Document
from loader.sources.fiche_markdown.frame import looks_like_fiche as recognises
from loader.sources.fiche_markdown.reader import read_fiche

__all__ = ["LABEL", "LARGEST", "SOURCE", "read", "read_fiche", "recognises"]

LABEL: Final = "fiche métier (markdown)"
SOURCE: Final = "onisep-metiers"
LARGEST: Final = 12 * 2**20
"""Bytes beyond which a file is no sheet: the longest real one has some 20 kB, and the engine's
parsers refuse a text of more than 16 MiB."""


def read(document: Document) -> tuple[tuple[Fiche, ...], list[Problem]]:
    """Read one sheet: a tuple of one fiche, or an empty one."""
    if len(document.data) > LARGEST:
        reason = f"{len(document.data)} octets : trop pour une fiche"
        return (), [problem(document.path, 0, ProblemKind.FICHE_REJETEE, reason, document.text())]
    fiche, problems = read_fiche(document.text(), document.path)
    return (() if fiche is None else (fiche,)), problems
