"""Deprecations: what older editions of a nomenclature name and the newest does not; it stays.

An edition says that a thing of some kind is gone only where the table that lists them is there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode

from loader.corpus.corpus import Corpus, SourceFile
from loader.editions.editions import Edition
from loader.model import iris
from loader.model.rdf_terms import IN_SCHEME, Triple, term
from loader.records import CodeRome
from loader.records.rome import (
    AppellationRome,
    CompetenceRome,
    ContexteRome,
    InteretRome,
    RiasecCompetence,
    SavoirRome,
    TableKind,
    TableRome,
    lignes,
)
from loader.triples.rome_tree import ROMES, tree_triples

_DEPRECATED, _ABSENT_DE = term("owl:deprecated"), term("mg:absentDe")
_VERSIONS: Final = {"rome-v3": ROMES[3], "rome-v4": ROMES[4]}

_LISTING: Final = {
    TableKind.CODES: "code",
    TableKind.APPELLATIONS: "appellation",
    TableKind.COMPETENCES: "competence",
    TableKind.SAVOIRS: "savoir",
    TableKind.CONTEXTES: "contexte",
    TableKind.INTERETS: "interet",
}


@dataclass(frozen=True, slots=True)
class _Named:
    """What an edition names, by kind, and the kinds of which it has the list."""

    things: Mapping[str, set[NamedNode]]
    listed: frozenset[str]


def deprecation_triples(corpus: Corpus) -> Iterator[Triple]:
    """Yield that things are deprecated, and the edition that no longer names them.

    Sources come in the order of their names, things in that of their IRIs.
    """
    for source in sorted(_VERSIONS):
        named = _named_by_edition(
            each for each in corpus.source_files if each.edition.source == source
        )
        for kind in sorted(_LISTING.values()):
            listing = [edition for edition in named if kind in named[edition].listed]
            if not listing:
                continue
            newest = max(listing, key=_rank)
            elders = [each for each in named if each.rank < newest.rank]
            things = set(chain.from_iterable(named[each].things.get(kind, ()) for each in elders))
            for thing in sorted(things - named[newest].things[kind], key=str):
                yield thing, _DEPRECATED, Literal(True)
                yield thing, _ABSENT_DE, iris.edition(newest.source, newest.name)


def _rank(edition: Edition) -> tuple[bool, tuple[int, ...], str]:
    return edition.rank


def _named_by_edition(source_files: Iterable[SourceFile]) -> dict[Edition, _Named]:
    records: dict[Edition, list[object]] = {}
    for source_file in source_files:
        records.setdefault(source_file.edition, []).append(source_file.record)
    if len(records) < 2:
        return {}
    return {edition: _named(edition.source, each) for edition, each in records.items()}


def _named(source: str, records: Iterable[object]) -> _Named:
    """Return what the tables of an edition, or its tree, name."""
    rome, tables, tree = _VERSIONS[source], list[TableRome](), list[CodeRome]()
    for record in records:
        if isinstance(record, TableRome):
            tables.append(record)
        elif isinstance(record, tuple):
            tree += (row for row in record if isinstance(row, CodeRome))
    things: dict[str, set[NamedNode]] = {}
    for kind, thing in chain(
        (("code", node) for node, said, _ in tree_triples(tables, rome) if said == IN_SCHEME),
        (("code", rome.node(row.code)) for row in tree),
        _items(tables),
    ):
        things.setdefault(kind, set()).add(thing)
    listed = {_LISTING.get(each.table) for each in tables if each.lignes}
    if tree:
        listed.add("code")
    return _Named(things, frozenset(kind for kind in listed if kind))


def _items(tables: list[TableRome]) -> Iterator[tuple[str, NamedNode]]:
    for appellation in lignes(tables, AppellationRome):
        yield "appellation", iris.appellation_rome(appellation.ogr)
    for competence in lignes(tables, CompetenceRome):
        yield "competence", iris.competence_rome(competence.ogr)
        if competence.macro:
            yield "competence", iris.competence_rome(competence.macro)
    for riasec in lignes(tables, RiasecCompetence):
        yield "competence", iris.competence_rome(riasec.ogr)
    for savoir in lignes(tables, SavoirRome):
        yield "savoir", iris.savoir_rome(savoir.ogr)
    for contexte in lignes(tables, ContexteRome):
        yield "contexte", iris.contexte_rome(contexte.ogr)
    for interet in lignes(tables, InteretRome):
        yield "interet", iris.interet_rome(interet.numero)
