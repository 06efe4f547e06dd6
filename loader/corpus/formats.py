"""Formats: the kinds of file that the loader knows, how each is recognised, read, made triples."""

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
    formation_markdown,
    formations_xml,
    ideo_metiers,
    rncp,
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
from loader.triples.rncp import rncp_triples
from loader.triples.rome import rome_triples
from loader.triples.table_passage import certifications_triples

ToTriples = Callable[[str, Sequence[Any]], Iterator[Triple]]
"""Gives the triples of all records of one format in one edition of a source."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `label` is its name in French. `source_of` tells the source from the first characters of a file,
    None where only the other files beside it do. `read` gives a record, or None where the file is
    left aside, and its problems. `edition_of` is the edition that a record states, if any.
    `to_triples` gives the triples of all the records of the format in one edition, and `check` the
    problems between them; `to_triples` is None for fiches, each of which has its own graph.
    `separator` parts the cells of a table, and is empty for what is none. A file `is_dated_by_name`
    unless its name holds a title.
    """

    label: str
    source_of: Callable[[str], str | None]
    recognises: Callable[[str], bool]
    read: Callable[[Document], tuple[Any, list[Problem]]]
    to_triples: ToTriples | None
    edition_of: Callable[[Any], str | None] = lambda _: None
    check: Callable[[str, Sequence[Any]], list[Problem]] = lambda _, __: []
    separator: str = ""
    is_dated_by_name: bool = True


def _always(source: str) -> Callable[[str], str]:
    return lambda _: source


def _of_each_record(
    convert: Callable[[Any], Iterator[Triple]],
) -> Callable[[str, Sequence[Any]], Iterator[Triple]]:
    """Return a converter of records that are sequences: they are chained first."""
    return lambda _, records: convert(chain.from_iterable(records))


def _of_tables(
    convert: Callable[[Any], Iterator[Triple]],
) -> Callable[[str, Sequence[Any]], Iterator[Triple]]:
    return lambda _, records: convert(records)


def _rome_version(source: str) -> Version:
    return 3 if source == "rome-v3" else 4


def _rome_triples(source: str, tables: Sequence[TableRome]) -> Iterator[Triple]:
    return rome_triples(tables, _rome_version(source))


def _check_rome(source: str, tables: Sequence[TableRome]) -> list[Problem]:
    version = _rome_version(source)
    missing = missing_tables(tables, version)
    place = tables[0].path.rpartition("/")[0] if tables else ""
    missing_problems = [
        problem(place, 0, kind, f"tables absentes : {', '.join(names)}")
        for kind, names in (
            (ProblemKind.TABLE_INDISPENSABLE, [name for name in missing if name in INDISPENSABLE]),
            (ProblemKind.TABLE_ABSENTE, [name for name in missing if name not in INDISPENSABLE]),
        )
        if names
    ]
    return missing_problems + check_tables(tables, version)


FORMATS: Final = (
    Format(fiche_xml.LABEL, _always(fiche_xml.SOURCE), fiche_xml.recognises, fiche_xml.read, None),
    Format(
        formations_xml.LABEL,
        _always(formations_xml.SOURCE),
        formations_xml.recognises,
        formations_xml.read,
        _of_each_record(formations_triples),
    ),
    Format(
        ideo_metiers.LABEL,
        _always(ideo_metiers.SOURCE),
        ideo_metiers.recognises,
        ideo_metiers.read,
        _of_each_record(ideo_triples),
    ),
    Format(
        ideo_metiers.LABEL_CSV,
        _always(ideo_metiers.SOURCE),
        ideo_metiers.recognises_csv,
        ideo_metiers.read_csv,
        _of_each_record(ideo_triples),
        separator=ideo_metiers.SEPARATOR,
    ),
    Format(
        table_passage.LABEL,
        _always(table_passage.SOURCE),
        table_passage.recognises,
        table_passage.read,
        _of_each_record(certifications_triples),
    ),
    Format(
        rome_tables.LABEL,
        rome_tables.source_of,
        rome_tables.recognises,
        rome_tables.read,
        _rome_triples,
        check=_check_rome,
        separator=",",
    ),
    Format(
        rome_v3_tree.LABEL,
        _always(rome_v3_tree.SOURCE),
        rome_v3_tree.recognises,
        rome_v3_tree.read,
        _of_each_record(tree_triples),
        separator="\t",
    ),
    Format(
        esco_rome.LABEL,
        _always(esco_rome.SOURCE),
        esco_rome.recognises,
        esco_rome.read,
        _of_tables(esco_rome_triples),
        esco_rome.edition_hint,
        separator=",",
    ),
    Format(
        esco.LABEL,
        _always(esco.SOURCE),
        esco.recognises,
        esco.read,
        _of_tables(esco_triples),
        separator=",",
    ),
    Format(
        rncp.LABEL,
        _always(rncp.SOURCE),
        rncp.recognises,
        rncp.read,
        _of_tables(rncp_triples),
        separator=rncp.SEPARATOR,
    ),
    Format(fap.LABEL, _always(fap.SOURCE), fap.recognises, fap.read, _of_tables(fap_triples)),
    Format(
        formation_markdown.FICHE_LABEL,
        _always(formation_markdown.FICHE_SOURCE),
        formation_markdown.FICHE.recognises,
        formation_markdown.read_fiche,
        None,
        is_dated_by_name=False,
    ),
    Format(
        formation_markdown.IDEO_LABEL,
        _always(formation_markdown.IDEO_SOURCE),
        formation_markdown.IDEO.recognises,
        formation_markdown.read_ideo,
        None,
        is_dated_by_name=False,
    ),
    Format(
        fiche_markdown.LABEL,
        _always(fiche_markdown.SOURCE),
        fiche_markdown.recognises,
        fiche_markdown.read,
        None,
    ),
)


def format_of(document: Document) -> Format | None:
    """Return the format of a file by what it holds, or None for one that no reader knows."""
    return recognised(document.head)


def recognised(head: str) -> Format | None:
    """Return the format that a file starts as, or None."""
    return next((each for each in FORMATS if each.recognises(head)), None)
