"""Manifest entries of the editions of a release: their files, and the tables that they lack."""

from collections.abc import Iterable, Sequence

from loader.corpus.corpus import Corpus, SourceFile
from loader.editions.editions import Edition
from loader.records.rome import TableRome
from loader.sources.catalogue import SOURCES
from loader.sources.documents import Fichier
from loader.sources.rome_edition import missing_tables
from server.releases.layout import EditionEntry, FileEntry


def edition_entries(corpus: Corpus) -> tuple[EditionEntry, ...]:
    """Return the editions that a corpus holds, their files in the order of their names."""
    return tuple(
        _entry(
            edition,
            sorted(files, key=lambda file: (file.name, file.sha256)),
            _absent(edition, corpus.source_files),
        )
        for edition, files in corpus.files.items()
    )


def _entry(
    edition: Edition, files: Sequence[Fichier], absent: tuple[str, ...] | None
) -> EditionEntry:
    source = SOURCES[edition.source]
    return EditionEntry(
        source.id,
        edition.name,
        source.title,
        source.publisher,
        source.licence,
        tuple(FileEntry(each.name, each.sha256, each.size) for each in files),
        absent,
    )


def _absent(edition: Edition, lectures: Iterable[SourceFile]) -> tuple[str, ...] | None:
    tables = [
        each.record
        for each in lectures
        if each.edition == edition and isinstance(each.record, TableRome)
    ]
    if not tables:
        return None
    return tuple(missing_tables(tables, 3 if edition.source == "rome-v3" else 4))
