"""Counts of formations: those that the sources name, and those that none of them describes."""

from collections.abc import Iterator

from loader.corpus.corpus import Corpus
from loader.records.formations import Certification, Formation


def count_formations(corpus: Corpus) -> dict[str, int]:
    """Return how many formations there are, and how many of them no source describes."""
    return {
        "formations": len(named_formations(corpus)),
        "formations_undescribed": len(undescribed_formations(corpus)),
    }


def named_formations(corpus: Corpus) -> set[str]:
    """Return the ids (`FOR.270`) of the formations that a fiche names or another source describes.

    They are the formations of the graph.
    """
    cited = {each.id for entry in corpus.fiches for each in entry.fiche.formations or ()}
    return cited.union(_described(corpus))


def undescribed_formations(corpus: Corpus) -> set[str]:
    """Return the ids of the formations of which only fiches speak: a label is all that is known."""
    return named_formations(corpus).difference(_described(corpus))


def _described(corpus: Corpus) -> Iterator[str]:
    yield from (entry.fiche.id for entry in corpus.fiches_formations)
    for source_file in corpus.source_files:
        for record in source_file.record if isinstance(source_file.record, tuple) else ():
            if isinstance(record, Formation):
                yield record.id
            elif isinstance(record, Certification) and record.formation:
                yield record.formation.id
