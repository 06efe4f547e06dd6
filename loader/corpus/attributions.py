"""Attributions of files to editions: those that hold, that nobody tells, that are contradicted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.editions.editions import UNKNOWN, Attribution, Edition
from loader.editions.options import blank_edition, options_to_write
from loader.sources.documents import Document


@dataclass(slots=True)
class Attributions:
    """What files were attributed to; `missing` are, by source, the options that are to be written.

    They are those that name the editions that are not known, once the problems were asked for.
    """

    missing: dict[str, list[str]] = field(default_factory=dict)
    _refused: list[tuple[Document, Attribution]] = field(default_factory=list)
    _undated: list[tuple[Document, Edition]] = field(default_factory=list)
    _dated: set[Path] = field(default_factory=set)

    def note(self, document: Document, attribution: Attribution) -> None:
        """Note what a file was attributed to."""
        if attribution.refused:
            self._refused.append((document, attribution))
        elif attribution.edition.name == UNKNOWN:
            self._undated.append((document, attribution.edition))
        else:
            self._dated.add(document.place)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each option that is to be written.

        One option may be of many files of an edition that nobody tells; of those whose edition is
        contradicted, each is a problem.
        """
        undated = [
            (document.place, edition.source, blank_edition(edition.source))
            for document, edition in self._undated
        ]
        refused = [
            (document.place, attribution.edition.source, attribution.other)
            for document, attribution in self._refused
        ]
        others = [*self._dated, *(place for place, _, _ in refused)]
        options = options_to_write(undated, others)
        first: dict[str, Document] = {}
        for (document, edition), option in zip(self._undated, options, strict=True):
            self.missing.setdefault(edition.source, []).append(option)
            first.setdefault(option, document)
        counts = Counter(chain.from_iterable(self.missing.values()))
        for option, document in first.items():
            more = counts[option] - 1
            several = f", et de {more} autre{'s' if more > 1 else ''}" if more else ""
            reason = f"édition inconnue{several} : écrire {option}"
            yield problem(document.path, 0, ProblemKind.EDITION_INCONNUE, reason)
        others = [*self._dated, *(place for place, _, _ in undated)]
        options = options_to_write(refused, others)
        for (document, attribution), option in zip(self._refused, options, strict=True):
            reason = f"{attribution.doubt} : laissé de côté ; écrire {option}"
            kind = ProblemKind.EDITION_CONTREDITE
            yield problem(document.path, 0, kind, reason, document.name)
