"""Markdown reader of fiches: from the text of one sheet to a record and its problems."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from loader.corpus.problems import Problem, ProblemKind, excerpt, problem
from loader.records import Fiche, Rubrique, Section, Valeur
from loader.sources.fiche_markdown.frame import PROSE_LABELS, Head
from loader.sources.fiche_markdown.lists import (
    Stray,
    code_rome,
    formation_reader,
    label_reader,
    read_autres,
    read_bullets,
    read_pair,
)
from loader.sources.fiche_markdown.parts import Line, SheetParts, cut_sheet, lines_of
from loader.sources.fiche_markdown.remarks import remarks
from loader.sources.passages import PassageBlock, section_of
from ontology.folding import slug

_HEADING = re.compile(r"(#{2,3})\s+(\S.*)", re.DOTALL)
_PARAGRAPH_TAG = re.compile(r"</?p>")
_LINE_TAGS = re.compile(r"(?:<br/>)+")

T = TypeVar("T")

_ID = re.compile(r"MET\.[1-9]\d{0,8}", re.ASCII)


def read_fiche(text: str, path: str) -> tuple[Fiche | None, list[Problem]]:
    """Read one sheet; no text makes it raise.

    Every word of `text` stands in the record, is a label of the frame that the record implies, or
    is the `lost` text of a problem. Without a valid id or a title there is no record: the whole
    sheet is then lost, in one problem.
    """
    lines = lines_of(text)
    found = cut_sheet(lines)
    reason = _rejection(found)
    if reason:
        place = lines[0].number if lines else 0
        lost = "\n".join(line.text for line in lines)
        return None, [problem(path, place, ProblemKind.FICHE_REJETEE, reason, lost)]
    reading = _SheetReading(found)
    fiche = reading.fiche()
    return fiche, [*reading.problems(path), *remarks(fiche, found, path)]


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
    strays: list[Stray] = field(default_factory=list)

    def fiche(self) -> Fiche:
        self.strays += self.cut.strays
        for alone in (Head.TITRE, Head.ID, Rubrique.NIVEAU_ACCES):
            self._refuse_lines(alone)
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
        found = (self._read(each, partial(_read_section, each)) for each in PROSE_LABELS)
        return [section for section in found if section is not None]

    def _niveau(self) -> Valeur | None:
        part = self.cut.parts.get(Rubrique.NIVEAU_ACCES)
        if part is None:
            return None
        if not slug(part.value):
            self.strays.append((part.opened_by, "niveau d'accès sans valeur"))
            return None
        return Valeur(part.value)

    def _refuse_lines(self, alone: Head | Rubrique) -> None:
        part = self.cut.parts.get(alone)
        for line in part.lines if part else ():
            label = part.opened_by.text.split(":**")[0].strip("*# ") if part else ""
            self.strays.append((line, f"rien n'est attendu sous « {excerpt(label)} »"))

    def problems(self, path: str) -> list[Problem]:
        id_ = self.cut.value(Head.ID)
        return [
            problem(
                path,
                line.number,
                ProblemKind.LIGNE_SANS_PLACE,
                f"{id_} : « {excerpt(line.text)} » n'a pas trouvé de place : {reason}",
                line.text,
            )
            for line, reason in self.strays
        ]


def _read_section(rubrique: Rubrique, lines: Iterable[Line]) -> Section:
    """Return the section that these lines make.

    Each line is a paragraph (the sheets never wrap one), and `<br/>` breaks lines inside it.
    """
    return section_of(rubrique, map(_block, _paragraphs_of(lines)))


def _paragraphs_of(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the paragraphs of some lines, `<p>` dissolved and `<br/>` turned into a line break."""
    for line in lines:
        if "<" not in line.text:
            yield line.text.strip()
            continue
        for piece in _PARAGRAPH_TAG.split(line.text):
            paragraph = _LINE_TAGS.sub("\n", piece).strip()
            if paragraph:
                yield paragraph


def _block(paragraph: str) -> PassageBlock:
    marked = _HEADING.fullmatch(paragraph) if paragraph[0] == "#" else None
    return PassageBlock(len(marked[1]), marked[2]) if marked else PassageBlock(None, paragraph)
