"""Sheets on formations as markdown: Onisep's fiches formations, and its formations initiales.

The two kinds have their own labels (`layout`) and one reader (`reader`); the id of a formation is
in the name of the file, or at the end of the link to its page.
"""

from typing import Final

from loader.corpus.problems import Problem
from loader.records.formations import FicheFormation
from loader.sources.documents import Document
from loader.sources.formation_markdown.layout import FICHE, IDEO, Layout
from loader.sources.formation_markdown.reader import read_sheet
from loader.sources.markdown_sheet.lines import oversized

__all__ = [
    "FICHE", "FICHE_LABEL", "FICHE_SOURCE", "IDEO", "IDEO_LABEL", "IDEO_SOURCE", "LAYOUTS",
    "read_fiche", "read_ideo", "read_sheet",
]  # fmt: skip

FICHE_LABEL: Final = "fiche formation (markdown)"
FICHE_SOURCE: Final = "onisep-formations"
IDEO_LABEL: Final = "formation initiale (markdown)"
IDEO_SOURCE: Final = "onisep-ideo-formations"
LAYOUTS: Final = {FICHE_SOURCE: FICHE, IDEO_SOURCE: IDEO}
"""The layout of the sheets of each source."""


def read_fiche(document: Document) -> tuple[tuple[FicheFormation, ...], list[Problem]]:
    """Read one fiche formation: a tuple of one record, or an empty one."""
    return _read(FICHE, document)


def read_ideo(document: Document) -> tuple[tuple[FicheFormation, ...], list[Problem]]:
    """Read one sheet of « formations initiales »: a tuple of one record, or an empty one."""
    return _read(IDEO, document)


def _read(layout: Layout, document: Document) -> tuple[tuple[FicheFormation, ...], list[Problem]]:
    if fault := oversized(document):
        return (), [fault]
    fiche, problems = read_sheet(document.text(), document.name, layout, document.path)
    return (() if fiche is None else (fiche,)), problems
