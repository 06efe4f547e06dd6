"""Corpus: files recognised by format, attributed to an edition, read once, compared within it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from loader.corpus.attributions import Attributions
from loader.corpus.duplicates import without_duplicates
from loader.corpus.formats import Format, format_of
from loader.corpus.garbage_collection import pause_garbage_collector
from loader.corpus.metier_titles import ids_by_title, title_problems, unique_titles
from loader.corpus.problems import (
    Problem,
    ProblemKind,
    UnreadableCorpusError,
    errors_among,
    problem,
)
from loader.corpus.rome_versions import rome_labels, with_versions
from loader.corpus.unknown_files import unknown_file_problems
from loader.editions.editions import Attribution, Edition, Editions, unordered
from loader.records import Fiche
from loader.records.formations import FicheFormation
from loader.records.rncp import TableRncp
from loader.sources.damage import damage_of
from loader.sources.documents import Document, Fichier, UndecodableError, find_files, read_documents

_ID_IN_NAME = re.compile(r"(?:MET|FOR)\.\d+", re.ASCII)

F = TypeVar("F", Fiche, FicheFormation)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its format, its edition, and the record that it holds."""

    format: Format
    edition: Edition
    fichier: Fichier
    record: Any


@dataclass(frozen=True, slots=True)
class EditionFiche(Generic[F]):
    """A fiche with the edition that it belongs to and the file that it came from."""

    edition: Edition
    fichier: Fichier
    fiche: F

    @property
    def rank(self) -> tuple[str, tuple[bool, tuple[int, ...], str], str]:
        """Sort key: the source, the edition, the id."""
        return self.edition.source, self.edition.rank, self.fiche.id


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A fiche that was read, until it is known whether another file has its id.

    `alone` tells that its file holds nothing else; `problems` are then those of the file.
    """

    document: Document
    entry: EditionFiche[Any]
    alone: bool
    problems: list[Problem]

    def rank(self) -> tuple[bool, str, str]:
        """Sort key, the same wherever the files are."""
        named_after_it = self.document.name.partition(".md")[0] == self.entry.fiche.id
        return not named_after_it, self.document.name, self.entry.fichier.sha256

    @property
    def lost(self) -> str:
        """The text that is lost when another file is kept: the sheet, or the id in an export."""
        return self.document.readable_text() if self.alone else self.entry.fiche.id


@dataclass(frozen=True, slots=True)
class _RecognisedFile:
    """A file that was read as a known format, until its source and its edition are known."""

    document: Document
    format: Format
    record: Any
    problems: list[Problem]

    def attribution(self, source: str, editions: Editions) -> Attribution:
        document, kind = self.document, self.format
        return editions.of(
            source,
            document.folder / document.name,
            kind.edition_of(self.record),
            document.archive,
            is_dated_by_name=kind.is_dated_by_name,
        )


@dataclass(slots=True)
class Corpus:
    """What was read; `file_counts` counts the files by the label of their format.

    `metier_ids` gives the id of a métier by its title, where exactly one has that title.
    """

    fiches: list[EditionFiche[Fiche]] = field(default_factory=list)
    fiches_formations: list[EditionFiche[FicheFormation]] = field(default_factory=list)
    metier_ids: Mapping[str, str] = field(default_factory=dict)
    source_files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    file_counts: Counter[str] = field(default_factory=Counter)
    attributions: Attributions = field(default_factory=Attributions)
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
            self.file_counts["inconnu, laissé de côté"] += 1
            self.problems += unknown_file_problems(document)
            return
        damage = damage_of(document, table=kind.separator != "")
        self.problems += damage
        if errors_among(damage):
            self.file_counts["abîmé, laissé de côté"] += 1
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
        self.problems += self.attributions.problems()
        self._settle_fiches()
        self.source_files.sort(
            key=lambda each: (each.edition.source, each.fichier.name, each.fichier.sha256)
        )
        self._settle_references()
        self._settle_rome_versions()
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

    def _settle_rome_versions(self) -> None:
        """Tell of which ROME the codes of the register are, by the labels that the ROME gives."""
        labels = rome_labels(
            (each.edition.source, each.record)
            for each in self.source_files
            if each.edition.source in ("rome-v3", "rome-v4")
        )
        for at, each in enumerate(self.source_files):
            if isinstance(each.record, TableRncp):
                path = self._paths[each.fichier]
                record, problems = with_versions(path, each.record, labels)
                self.source_files[at] = replace(each, record=record)
                self.problems += problems

    def _groups(self) -> dict[tuple[Format, Edition], list[SourceFile]]:
        found: dict[tuple[Format, Edition], list[SourceFile]] = {}
        for source_file in self.source_files:
            found.setdefault((source_file.format, source_file.edition), []).append(source_file)
        return found

    def _keep(self, taken: _RecognisedFile, attribution: Attribution) -> None:
        document, edition = taken.document, attribution.edition
        self.attributions.note(document, attribution)
        if attribution.refused:
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
            if alone:
                self._compare_with_name(document, fiche.id)
            entry = EditionFiche(edition, document.fichier, fiche)
            candidate = _Candidate(document, entry, alone, taken.problems if alone else [])
            self._candidates.setdefault((edition, fiche.id), []).append(candidate)

    def _compare_with_name(self, document: Document, id_: str) -> None:
        named = _ID_IN_NAME.match(document.name)
        if named and named[0] != id_:
            reason = f"{id_} dans un fichier nommé {named[0]} : lu comme {id_}"
            self._report(document, 0, ProblemKind.FORME, reason)

    def _settle_fiches(self) -> None:
        """Keep one fiche an id: that of the file named after it, else the first by name."""
        of_formations: list[_Candidate] = []
        for (edition, id_), several in self._candidates.items():
            kept, *others = sorted(several, key=_Candidate.rank)
            if isinstance(kept.entry.fiche, FicheFormation):
                of_formations.append(kept)
                self.fiches_formations.append(kept.entry)
            else:
                self.fiches.append(kept.entry)
            self.problems += kept.problems
            for other in others:
                reason = f"{id_} ({edition.name}) est déjà lu dans {kept.document.path}"
                self._report(
                    other.document, 0, ProblemKind.IDENTIFIANT_EN_DOUBLE, reason, other.lost
                )
        self._candidates.clear()
        self._settle_titles(of_formations)

    def _settle_titles(self, of_formations: Iterable[_Candidate]) -> None:
        """Tell which métiers fiches of formations name by title; report what is not one."""
        ids = ids_by_title((each.edition, each.fiche.titre, each.fiche.id) for each in self.fiches)
        self.metier_ids = unique_titles(ids)
        for each in of_formations:
            self.problems += title_problems(each.entry.fiche.metiers or (), ids, each.document)

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

    `UnreadableCorpusError` where nothing is a source, or editions cannot be put in order; fiches
    are not needed, a ROME alone can be compared.
    `watch` sees the paths go by, with their number, to show progress.
    """
    corpus = Corpus()
    paths = find_files(inputs)
    with pause_garbage_collector():
        for path in watch(paths, len(paths)):
            try:
                for document in read_documents(path):
                    if isinstance(document, Problem):
                        corpus.problems.append(document)
                    else:
                        corpus.add(document, editions)
            except MemoryError:
                reason = "trop grand pour la mémoire de cette machine"
                corpus.problems.append(problem(str(path), 0, ProblemKind.FICHIER_ILLISIBLE, reason))
        corpus.settle(editions)
    if not corpus.source_files:
        names = ", ".join(str(path) for path in inputs)
        raise UnreadableCorpusError(f"aucune fiche, aucune table dans {names}", corpus.problems)
    if reason := unordered(corpus.files, corpus.attributions.missing):
        raise UnreadableCorpusError(reason, corpus.problems)
    corpus.fiches.sort(key=lambda entry: entry.rank)
    corpus.fiches_formations.sort(key=lambda entry: entry.rank)
    return corpus
