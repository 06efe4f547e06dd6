"""Corpus: files recognised by format, attributed to an edition, read once, compared within it."""

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loader.corpus.duplicates import without_duplicates
from loader.corpus.formats import Format, format_of
from loader.corpus.problems import LoaderError, Problem, ProblemKind, problem
from loader.editions.editions import UNKNOWN, Attribution, Edition, Editions, refuse_unordered
from loader.records import Fiche
from loader.sources.archives import is_office
from loader.sources.documents import Document, Fichier, UndecodableError, find_files, read_documents
from loader.sources.rome_headers import header_fault


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its format, its edition, and the record that it holds."""

    format: Format
    edition: Edition
    fichier: Fichier
    record: Any


@dataclass(frozen=True, slots=True)
class EditionFiche:
    """A fiche with the edition that it belongs to and the file that it came from."""

    edition: Edition
    fichier: Fichier
    fiche: Fiche


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A fiche that was read, until it is known whether another file has its id.

    `alone` tells that its file holds nothing else; `problems` are then those of the file.
    """

    document: Document
    entry: EditionFiche
    alone: bool
    problems: list[Problem]

    def rank(self) -> tuple[bool, str, str]:
        """Sort key, the same wherever the files are."""
        named_after_it = self.document.name.partition(".md")[0] == self.entry.fiche.id
        return not named_after_it, self.document.name, self.entry.fichier.sha256

    @property
    def lost(self) -> str:
        """The text that is lost when another file is kept: the sheet, or the id in an export."""
        return self.document.text() if self.alone else self.entry.fiche.id


@dataclass(frozen=True, slots=True)
class _RecognisedFile:
    """A file that was read as a known format, until its source and its edition are known."""

    document: Document
    format: Format
    record: Any
    problems: list[Problem]

    def attribution(self, source: str, editions: Editions) -> Attribution:
        path, inside = self.document.folder / self.document.name, self.format.edition_of
        return editions.of(source, path, inside(self.record), self.document.archive)


@dataclass(slots=True)
class Corpus:
    """What was read; `file_counts` counts the files by the label of their format."""

    fiches: list[EditionFiche] = field(default_factory=list)
    source_files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    file_counts: Counter[str] = field(default_factory=Counter)
    _candidates: dict[tuple[Edition, str], list["_Candidate"]] = field(default_factory=dict)
    _waiting: list[_RecognisedFile] = field(default_factory=list)
    _beside: dict[tuple[Path, Format], set[Edition]] = field(
        default_factory=lambda: defaultdict(set)
    )
    _paths: dict[Fichier, str] = field(default_factory=dict)

    @property
    def files(self) -> dict[Edition, set[Fichier]]:
        """The files of each edition, editions in the order of their names."""
        found: dict[Edition, set[Fichier]] = {}
        for source_file in self.source_files:
            found.setdefault(source_file.edition, set()).add(source_file.fichier)
        return dict(sorted(found.items(), key=lambda item: (item[0].source, item[0].name)))

    def add(self, document: Document, editions: Editions) -> None:
        """Recognise the format of a file, and read it.

        A file whose source only the files beside it tell waits for `settle`.
        """
        kind = format_of(document)
        if kind is None:
            self._refuse(document)
            return
        self.file_counts[kind.label] += 1
        try:
            record, problems = kind.read(document)
        except UndecodableError as error:
            self._report(document, error.line, ProblemKind.FICHIER_ILLISIBLE, str(error))
            return
        if record is None:
            self.problems += problems
            return
        taken = _RecognisedFile(document, kind, record, problems)
        source = kind.source_of(document.head)
        if source is None:
            self._waiting.append(taken)
        else:
            attribution = taken.attribution(source, editions)
            self._beside[document.folder, kind].add(attribution.edition)
            self._keep(taken, attribution)

    def settle(self, editions: Editions) -> None:
        """Take the files that waited, then look between the records of each edition.

        A file that does not tell its source has that of the files of its edition beside it.
        """
        for taken in self._waiting:
            self._settle_source(taken, editions)
        self._waiting.clear()
        self._settle_fiches()
        self.source_files.sort(
            key=lambda each: (each.edition.source, each.fichier.name, each.fichier.sha256)
        )
        self._settle_references()
        for (kind, edition), source_files in self._groups().items():
            self.problems += kind.check(edition.source, [each.record for each in source_files])

    def _settle_source(self, taken: _RecognisedFile, editions: Editions) -> None:
        beside = self._beside[taken.document.folder, taken.format]
        sources = sorted({edition.source for edition in beside})
        fitting = [
            attribution
            for attribution in (taken.attribution(source, editions) for source in sources)
            if attribution.edition in beside
        ]
        doubtless = [attribution for attribution in fitting if not attribution.doubt]
        found = doubtless or fitting
        if len(found) == 1:
            self._keep(taken, found[0])
            return
        reason = "rien à côté ne dit de quelle source elle est"
        if found:
            reason = f"elle peut être de {' ou de '.join(each.edition.source for each in found)}"
        self._report(taken.document, 0, ProblemKind.FICHIER_INCONNU, reason, taken.document.name)

    def _settle_references(self) -> None:
        """Leave to the first file what several of one edition give."""
        for (kind, edition), source_files in self._groups().items():
            if kind.to_triples is None or len(source_files) == 1:
                continue
            given = [(self._paths[each.fichier], each.record) for each in source_files]
            records, problems = without_duplicates(given)
            self.problems += problems
            kept = iter(records)
            self.source_files = [
                replace(each, record=next(kept))
                if (each.format, each.edition) == (kind, edition)
                else each
                for each in self.source_files
            ]

    def _groups(self) -> dict[tuple[Format, Edition], list[SourceFile]]:
        found: dict[tuple[Format, Edition], list[SourceFile]] = {}
        for source_file in self.source_files:
            found.setdefault((source_file.format, source_file.edition), []).append(source_file)
        return found

    def _keep(self, taken: _RecognisedFile, attribution: Attribution) -> None:
        document, edition = taken.document, attribution.edition
        if attribution.refused:
            reason = f"{attribution.doubt} : laissé de côté ; corriger, ou dire --edition CHEMIN=…"
            self._report(document, 0, ProblemKind.EDITION_CONTREDITE, reason, document.name)
            return
        if attribution.doubt:
            self._report(document, 0, ProblemKind.EDITION_IMPOSEE, attribution.doubt)
        self._paths.setdefault(document.fichier, document.path)
        self.source_files.append(SourceFile(taken.format, edition, document.fichier, taken.record))
        fiches = taken.record if taken.format.to_triples is None else ()
        alone = len(fiches) == 1
        if not alone:
            self.problems += taken.problems
        for fiche in fiches:
            entry = EditionFiche(edition, document.fichier, fiche)
            candidate = _Candidate(document, entry, alone, taken.problems if alone else [])
            self._candidates.setdefault((edition, fiche.id), []).append(candidate)
        if edition.name == UNKNOWN:
            reason = f"édition inconnue : dire --edition {edition.source}=…"
            self._report(document, 0, ProblemKind.EDITION_INCONNUE, reason)

    def _settle_fiches(self) -> None:
        """Keep one fiche an id: that of the file named after it, else the first by name."""
        for (edition, id_), several in self._candidates.items():
            kept, *others = sorted(several, key=_Candidate.rank)
            self.fiches.append(kept.entry)
            self.problems += kept.problems
            for other in others:
                reason = f"{id_} ({edition.name}) est déjà lu dans {kept.document.path}"
                self._report(
                    other.document, 0, ProblemKind.IDENTIFIANT_EN_DOUBLE, reason, other.lost
                )
        self._candidates.clear()

    def _refuse(self, document: Document) -> None:
        self.file_counts["inconnu, laissé de côté"] += 1
        reason = "aucun format connu : laissé de côté"
        if is_office(document.data):
            reason = f"classeur ou texte de bureautique, {reason}"
            self._report(document, 0, ProblemKind.FICHIER_INCONNU, reason, document.name)
            return
        try:
            text = document.text()
        except UndecodableError as error:
            self._report(document, error.line, ProblemKind.FICHIER_ILLISIBLE, str(error))
            return
        if fault := header_fault(document):
            self._report(document, 1, ProblemKind.CHAMP_MANQUANT, fault, text)
        else:
            self._report(document, 0, ProblemKind.FICHIER_INCONNU, reason, text)

    def _report(
        self, document: Document, line: int, kind: ProblemKind, reason: str, lost: str = ""
    ) -> None:
        self.problems.append(problem(document.path, line, kind, reason, lost))


def read_corpus(
    inputs: Sequence[Path],
    editions: Editions,
    watch: Callable[[Iterable[Path], int], Iterable[Path]] = lambda paths, _: paths,
) -> Corpus:
    """Read files, folders and archives; no file stops the others.

    `LoaderError` where nothing is a source; fiches are not needed, a ROME alone can be compared.
    `watch` sees the paths go by, with their number, to show progress.
    """
    corpus = Corpus()
    paths = find_files(inputs)
    with pause_garbage_collector():
        for path in watch(paths, len(paths)):
            for document in read_documents(path):
                if isinstance(document, Problem):
                    corpus.problems.append(document)
                else:
                    corpus.add(document, editions)
        corpus.settle(editions)
    if not corpus.source_files:
        names = ", ".join(str(path) for path in inputs)
        lines = [f"{each} [{each.gravity}]" for each in corpus.problems]
        raise LoaderError("\n".join([f"aucune fiche, aucune table dans {names}", *lines]))
    refuse_unordered(corpus.files)
    corpus.fiches.sort(key=lambda entry: (entry.edition.source, entry.edition.rank, entry.fiche.id))
    return corpus


@contextmanager
def pause_garbage_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: records hold no cycle, and it would read them all.

    It costs a sixth of the time of reading and writing, and finds nothing. Inside another pause,
    this changes nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
