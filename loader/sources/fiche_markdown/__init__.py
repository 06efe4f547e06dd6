"""The fiche métier as markdown, the format of the seeds.

Its labels are in `frame`; each kind of part reads its own lines (`lists`), and what should be
looked at is said with its line (`remarks`). What all sheets share is in `markdown_sheet`.
"""

from typing import Final

from loader.corpus.problems import Problem
from loader.records import Fiche
from loader.sources.documents import Document
from loader.sources.fiche_markdown.frame import looks_like_fiche as recognises
from loader.sources.fiche_markdown.reader import read_fiche
from loader.sources.markdown_sheet.lines import LARGEST, oversized

__all__ = ["LABEL", "LARGEST", "SOURCE", "read", "read_fiche", "recognises"]

LABEL: Final = "fiche métier (markdown)"
SOURCE: Final = "onisep-metiers"


def read(document: Document) -> tuple[tuple[Fiche, ...], list[Problem]]:
    """Read one sheet: a tuple of one fiche, or an empty one."""
    if fault := oversized(document):
        return (), [fault]
    fiche, problems = read_fiche(document.text(), document.path)
    return (() if fiche is None else (fiche,)), problems
