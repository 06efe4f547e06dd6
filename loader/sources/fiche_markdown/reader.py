"""Markdown reader of fiches: from the text of one sheet to a record and its problems."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from loader.corpus.problems import Problem, excerpt
from loader.records import Fiche, Rubrique, Section, Valeur
from loader.sources.fiche_markdown.frame import FRAME, PROSE_LABELS
from loader.sources.fiche_markdown.lists import (
    code_rome,
    formation_reader,
    label_reader,
    read_autres,
    read_pair,
)
from loader.sources.fiche_markdown.remarks import remarks
from loader.sources.markdown_sheet.bullets import read_bullets
from loader.sources.markdown_sheet.frame import Head
from loader.sources.markdown_sheet.lines import Line, Stray, lines_of, rejected, stray_problems
from loader.sources.markdown_sheet.parts import SheetParts, cut_sheet
from loader.sources.markdown_sheet.prose import read_section
from ontology.folding import slug

T = TypeVar("T")

_ID = re.compile(r"MET\.[1-9]\d{0,8}", re.ASCII)


def read_fiche(text: str, path: str) -> tuple[Fiche | None, list[Problem]]:
    """Read one sheet; no text makes it raise.

    Every word of `text` stands in the record, is a label of the frame that the record implies, or
    is the `lost` text of a problem. Without a valid id or a title there is no record: the whole
    sheet is then lost, in one problem.
    """
    lines = lines_of(text)
    found = cut_sheet(lines, FRAME)
    reason = _rejection(found)
    if reason:
        return None, [rejected(lines, reason, path)]
    fiche = _SheetReading(found).fiche()
    strays = stray_problems(fiche.id, found.strays, path)
    return fiche, [*strays, *remarks(fiche, found, path)]


def _rejection(found: SheetParts) -> str:
    if not found.value(Head.TITRE):
        return "fiche sans titre « # … »"
    if Head.ID not in found.parts:
        return "fiche sans ligne « **ID:** MET.n »"
    if not _ID.fullmatch(found.value(Head.ID)):
        return f"identifiant invalide « {excerpt(found.value(Head.ID))} » : « MET.n » est attendu"
    return ""


@dataclass(slots=True)
class _SheetReading:
    """The parts of one sheet, read one by one; lines that find no place gather in `strays`."""

    cut: SheetParts

    @property
    def strays(self) -> list[Stray]:
        return self.cut.strays

    def fiche(self) -> Fiche:
        for alone in (Head.TITRE, Head.ID, Rubrique.NIVEAU_ACCES):
            self.cut.refuse_lines(alone)
        strays = self.strays
        return Fiche(
            id=self.cut.value(Head.ID),
            titre=self.cut.value(Head.TITRE),
            appellations=self._read(Rubrique.APPELLATIONS, partial(read_pair, strays=strays)),
            autres_appellations=self._read(
                Rubrique.AUTRES_APPELLATIONS, partial(read_autres, strays=strays)
            ),
            codes_rome=self._bullets(Rubrique.CODES_ROME, code_rome),
            sections=tuple(self._sections()),
            niveau=self._niveau(),
            formations=self._bullets(Rubrique.FORMATIONS, formation_reader()),
            statuts=self._bullets(Rubrique.STATUTS, label_reader()),
            interets=self._bullets(Rubrique.CENTRES_INTERET, label_reader()),
        )

    def _read(self, rubrique: Rubrique, read: Callable[[list[Line]], T]) -> T | None:
        part = self.cut.parts.get(rubrique)
        return None if part is None else read(part.lines)

    def _bullets(self, rubrique: Rubrique, read: Callable[[str], T]) -> tuple[T, ...] | None:
        return self._read(rubrique, lambda lines: read_bullets(lines, read, self.strays))

    def _sections(self) -> list[Section]:
        found = (self._read(each, partial(read_section, each)) for each in PROSE_LABELS)
        return [section for section in found if section is not None]

    def _niveau(self) -> Valeur | None:
        part = self.cut.parts.get(Rubrique.NIVEAU_ACCES)
        if part is None:
            return None
        if not slug(part.value):
            self.strays.append((part.opened_by, "niveau d'accès sans valeur"))
            return None
        return Valeur(part.value)
