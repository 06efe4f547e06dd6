"""The editions that a release is made of: their files, and the tables that their files lack."""

from collections.abc import Iterable, Sequence

from loader.corpus.corpus import Corpus, Lecture
from loader.editions.editions import Edition
from loader.records.rome import TableRome
from loader.sources.catalogue import SOURCES
from loader.sources.documents import Fichier
from loader.sources.rome_edition import missing_tables
from server.releases.layout import EditionEntry, SourceFile


def edition_entries(corpus: Corpus) -> tuple[EditionEntry, ...]:
    """Return the editions that a corpus holds, their files in the order of their names."""
    return tuple(
        _publication(
            edition,
            sorted(files, key=lambda file: (file.name, file.sha256)),
            _absent(edition, corpus.lectures),
        )
        for edition, files in corpus.files.items()
    )


def _publication(
    edition: Edition, files: Sequence[Fichier], absent: tuple[str, ...] | None
) -> EditionEntry:
    source = SOURCES[edition.source]
    return EditionEntry(
        source.id,
        edition.name,
        source.title,
        source.publisher,
        source.licence,
        tuple(SourceFile(each.name, each.sha256, each.size) for each in files),
        absent,
    )


def _absent(edition: Edition, lectures: Iterable[Lecture]) -> tuple[str, ...] | None:
    tables = [
        each.record
        for each in lectures
        if each.edition == edition and isinstance(each.record, TableRome)
    ]
    if not tables:
        return None
    return tuple(missing_tables(tables, 3 if edition.source == "rome-v3" else 4))
