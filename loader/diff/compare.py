"""Comparison of two views, a kind of things after another, each thing by itself.

Neither the order of lists nor that of a thing's classes is compared: the order of a fiche's
lists is wording. No more is held than the IRIs of one kind and one thing of each side.
"""

import re
from collections.abc import Container, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Store

from loader.diff.changes import KINDS, METIER, Change, ComparedKind, FieldChange, FieldValue, State
from loader.diff.section_diff import diff_lines, read_sections
from loader.diff.view_reader import Part, Term, ViewReader, tail
from loader.model.rdf_terms import FICHE
from ontology import prefixes

_FRENCH: Final = {
    "skos:prefLabel": "nom",
    "skos:altLabel": "autre nom",
    "skos:hiddenLabel": "graphie",
    "skos:notation": "code",
    "skos:inScheme": "nomenclature",
    "skos:broader": "rangement",
    "skos:related": "métier associé",
    "skos:relatedMatch": "famille professionnelle",
    "skos:definition": "définition",
    "skos:exactMatch": "correspondance exacte",
    "skos:closeMatch": "correspondance proche",
    "skos:broadMatch": "correspondance plus large",
    "skos:narrowMatch": "correspondance plus étroite",
    "schema:estimatedSalary": "salaire",
    "schema:itemListElement": "rang",
    "schema:subjectOf": "publication",
    "schema:url": "adresse",
    "rdf:type": "nature",
    "owl:deprecated": "abandonné",
}
"""Names in French of fields of other vocabularies; ours have a label in the graph."""


def compare(
    before: Store,
    after: Store,
    subjects: Container[str],
    skipped_fields: AbstractSet[tuple[str, str]] = frozenset(),
) -> Iterator[Change]:
    """Yield the changes from one release to another, by kind, then by id (`MET.2`, `MET.10`).

    Only the `subjects` are looked at. The `skipped_fields`, each with its kind, are not compared;
    `*` is all of a kind.
    """
    yield from compare_readers(ViewReader(before), ViewReader(after), subjects, skipped_fields)


def compare_readers(
    old: ViewReader,
    new: ViewReader,
    subjects: Container[str] | None = None,
    skipped_fields: AbstractSet[tuple[str, str]] = frozenset(),
) -> Iterator[Change]:
    """Yield the changes from what one reader reads to another, of all or some subjects."""
    for kind in KINDS:
        skipped = {field for name, field in skipped_fields if name == kind.name}
        if "*" in skipped:
            continue
        had, has = old.things(kind), new.things(kind)
        some = had | has if subjects is None else filter(subjects.__contains__, had | has)
        for iri in sorted(some, key=_natural):
            thing = NamedNode(iri)
            fields: tuple[FieldChange, ...] = ()
            if iri in had and iri in has:
                fields = tuple(_fields(kind, skipped, thing, old, new))
                if not fields:
                    continue
            state = State.CHANGED if fields else State.ADDED if iri in has else State.REMOVED
            label = new.name(thing) or old.name(thing) or tail(thing)
            yield Change(kind.name, state, iri, label, fields)


def _natural(iri: str) -> list[str | int]:
    parts = re.split(r"(\d+)", iri)
    return [int(part) if number % 2 else part for number, part in enumerate(parts)]


def _fields(
    kind: ComparedKind, skipped: Container[str], thing: NamedNode, old: ViewReader, new: ViewReader
) -> Iterator[FieldChange]:
    before, after = old.facts(thing), new.facts(thing)
    compared = (each for each in before.keys() | after.keys() if short_iri(each) not in skipped)
    for predicate in sorted(compared, key=str):
        had, has = before.get(predicate, set()), after.get(predicate, set())
        if had != has:
            values = _values(old, had - has), _values(new, has - had)
            yield FieldChange(short_iri(predicate), _predicate_name(predicate, new), *values)
    if kind is METIER:
        yield from _section_changes(thing, old, new)


def _values(side: ViewReader, said: Iterable[Term | Part]) -> tuple[FieldValue, ...]:
    values = {side.value(each) for each in said}
    return tuple(sorted(values, key=lambda value: (value.text, value.iri or "")))


def _section_changes(metier: NamedNode, old: ViewReader, new: ViewReader) -> Iterator[FieldChange]:
    before, after = _sections_of(metier, old), _sections_of(metier, new)
    for rubrique in sorted(before.keys() | after.keys(), key=str):
        out, come = diff_lines(before.get(rubrique, ()), after.get(rubrique, ()))
        if out or come:
            name = f"texte de {new.name(rubrique) or tail(rubrique)}"
            yield FieldChange(
                short_iri(rubrique), name, tuple(map(FieldValue, out)), tuple(map(FieldValue, come))
            )


def _sections_of(metier: NamedNode, side: ViewReader) -> dict[NamedNode, tuple[str, ...]]:
    document = side.first_value(metier, FICHE)
    return read_sections(side, document) if isinstance(document, NamedNode) else {}


@cache
def short_iri(node: NamedNode) -> str:
    """Return an IRI shortened by its longest prefix (`mg:formation`), as it is if none fits."""
    found = [
        (len(start), f"{prefix}:{node.value.removeprefix(start)}")
        for prefix, start in prefixes().items()
        if node.value.startswith(start) and "/" not in node.value.removeprefix(start)
    ]
    return max(found)[1] if found else node.value


def _predicate_name(node: NamedNode, side: ViewReader) -> str:
    """Return the name of a predicate in French."""
    return _FRENCH.get(short_iri(node)) or side.name(node) or tail(node)
