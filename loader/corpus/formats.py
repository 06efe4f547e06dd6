"""Every format that the loader knows: how a file is recognised, read, and said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.model.rdf_terms import Triple
from loader.records.rome import TableRome, Version
from loader.sources import (
    esco,
    esco_rome,
    fap,
    fiche_markdown,
    fiche_xml,
    formations_xml,
    ideo_metiers,
    rome_tables,
    rome_v3_tree,
    table_passage,
)
from loader.sources.documents import Document
from loader.sources.rome_edition import INDISPENSABLE, check_tables, missing_tables
from loader.triples.esco import esco_rome_triples, esco_triples
from loader.triples.fap import fap_triples
from loader.triples.formations import formations_triples
from loader.triples.ideo_metiers import ideo_triples
from loader.triples.named_things import rome_v3_tree_triples as tree_triples
from loader.triples.rome import rome_triples
from loader.triples.table_passage import certifications_triples

Saying = Callable[[str, Sequence[Any]], Iterator[Triple]]
"""Gives the triples of all records of one format in one edition of a source."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `source_of` tells the source from the first characters of a file, None where only the other
    files beside it do. `read` gives a record, or None where the file is left aside, and what has
    to be said of it. `edition_of` is the edition that a record states, if any. `say` gives the
    triples of all the records of the format in one edition, and `check` what is wrong between
    them; `say` is None for fiches, each of which has its own graph.
    """

    taken_for: str
    source_of: Callable[[str], str | None]
    recognises: Callable[[str], bool]
    read: Callable[[Document], tuple[Any, list[Problem]]]
    say: Saying | None
    edition_of: Callable[[Any], str | None] = lambda _: None
    check: Callable[[str, Sequence[Any]], list[Problem]] = lambda _, __: []


def _always(source: str) -> Callable[[str], str]:
    return lambda _: source


def _flat(
    say: Callable[[Any], Iterator[Triple]],
) -> Callable[[str, Sequence[Any]], Iterator[Triple]]:
    """Say records that are sequences as one sequence."""
    return lambda _, records: say(chain.from_iterable(records))


def _whole(
    say: Callable[[Any], Iterator[Triple]],
) -> Callable[[str, Sequence[Any]], Iterator[Triple]]:
    return lambda _, records: say(records)


def _rome_version(source: str) -> Version:
    return 3 if source == "rome-v3" else 4


def _say_rome(source: str, tables: Sequence[TableRome]) -> Iterator[Triple]:
    return rome_triples(tables, _rome_version(source))


def _check_rome(source: str, tables: Sequence[TableRome]) -> list[Problem]:
    version = _rome_version(source)
    missing = missing_tables(tables, version)
    place = tables[0].path.rpartition("/")[0] if tables else ""
    said = [
        problem(place, 0, kind, f"tables absentes : {', '.join(names)}")
        for kind, names in (
            (ProblemKind.TABLE_INDISPENSABLE, [name for name in missing if name in INDISPENSABLE]),
            (ProblemKind.TABLE_ABSENTE, [name for name in missing if name not in INDISPENSABLE]),
        )
        if names
    ]
    return said + check_tables(tables, version)


FORMATS: Final = (
    Format(
        fiche_xml.TAKEN_FOR, _always(fiche_xml.SOURCE), fiche_xml.recognises, fiche_xml.read, None
    ),
    Format(
        formations_xml.TAKEN_FOR,
        _always(formations_xml.SOURCE),
        formations_xml.recognises,
        formations_xml.read,
        _flat(formations_triples),
    ),
    Format(
        ideo_metiers.TAKEN_FOR,
        _always(ideo_metiers.SOURCE),
        ideo_metiers.recognises,
        ideo_metiers.read,
        _flat(ideo_triples),
    ),
    Format(
        table_passage.TAKEN_FOR,
        _always(table_passage.SOURCE),
        table_passage.recognises,
        table_passage.read,
        _flat(certifications_triples),
    ),
    Format(
        rome_tables.TAKEN_FOR,
        rome_tables.source_of,
        rome_tables.recognises,
        rome_tables.read,
        _say_rome,
        check=_check_rome,
    ),
    Format(
        rome_v3_tree.TAKEN_FOR,
        _always(rome_v3_tree.SOURCE),
        rome_v3_tree.recognises,
        rome_v3_tree.read,
        _flat(tree_triples),
    ),
    Format(
        esco_rome.TAKEN_FOR,
        _always(esco_rome.SOURCE),
        esco_rome.recognises,
        esco_rome.read,
        _whole(esco_rome_triples),
        esco_rome.edition_hint,
    ),
    Format(esco.TAKEN_FOR, _always(esco.SOURCE), esco.recognises, esco.read, _whole(esco_triples)),
    Format(fap.TAKEN_FOR, _always(fap.SOURCE), fap.recognises, fap.read, _whole(fap_triples)),
    Format(
        fiche_markdown.TAKEN_FOR,
        _always(fiche_markdown.SOURCE),
        fiche_markdown.recognises,
        fiche_markdown.read,
        None,
    ),
)


def format_of(document: Document) -> Format | None:
    """Return the format of a file by what it holds, or None for one that no reader knows."""
    head = document.head
    return next((each for each in FORMATS if each.recognises(head)), None)
