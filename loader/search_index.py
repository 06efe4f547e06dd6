"""The search index of a release: SQLite FTS5 over the view, so that both always agree."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from loader.terms import (
    ALT_LABEL,
    BROADER,
    FEMININ,
    FICHE,
    FORMATION,
    HEADLINE,
    MASCULIN,
    NOTATION,
    PASSAGE,
    PREF_LABEL,
    ROME_V3,
    SECTION,
    TEXT,
    TYPE,
    term,
)
from ontology.folding import fold

INDEX_FILE: Final = "search.sqlite"

_SCHEMA: Final = """
CREATE TABLE docs (id INTEGER PRIMARY KEY, iri TEXT, type TEXT, label TEXT, note TEXT);
CREATE VIRTUAL TABLE search USING fts5 (
  label, alt, rome, headline, text,
  content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
"""
_TYPES: Final = {
    term("mg:Metier"): "metier",
    term("mg:Formation"): "formation",
    term("mg:CodeRome"): "rome",
    term("mg:DomaineRome"): "rome",
    term("mg:GrandDomaineRome"): "rome",
    term("mg:Niveau"): "niveau",
    term("mg:Statut"): "statut",
    term("mg:CentreInteret"): "interet",
}
_INDEXED: Final = frozenset(
    {TYPE, PREF_LABEL, ALT_LABEL, NOTATION, FEMININ, MASCULIN, ROME_V3, FORMATION, BROADER, FICHE}
    | {SECTION, PASSAGE, HEADLINE, TEXT, term("dct:description")}
)


@dataclass(slots=True)
class _Entry:
    """One thing that can be found, and the words by which it is."""

    iri: str
    type: str
    label: str
    note: str
    names: list[str] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    rome: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """Return the words of each column of the index, folded."""
        columns = (self.names, self.alt, self.rome, self.headlines, self.texts)
        return tuple(fold("\n".join(words)) for words in columns)


def build_index(store: Store, folder: Path) -> int:
    """Write the index of a store's view into a folder; return how many things it finds."""
    entries = sorted(_entries(_Graph(store)), key=lambda entry: entry.iri)
    with sqlite3.connect(folder / INDEX_FILE) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO docs (id, iri, type, label, note) VALUES (?, ?, ?, ?, ?)",
            ((n, each.iri, each.type, each.label, each.note) for n, each in enumerate(entries, 1)),
        )
        connection.executemany(
            "INSERT INTO search (rowid, label, alt, rome, headline, text)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            ((n, *each.row()) for n, each in enumerate(entries, 1)),
        )
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    connection.close()
    return len(entries)


class _Graph:
    """The triples of the view that the index speaks of."""

    def __init__(self, store: Store) -> None:
        self._objects: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for predicate in sorted(_INDEXED, key=str):
            for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(
                    quad.object, NamedNode | Literal
                ):
                    self._objects[quad.subject][predicate].append(quad.object)

    def typed(self) -> Iterator[tuple[NamedNode, str]]:
        """Yield what can be found, with its type."""
        for subject, found in self._objects.items():
            for type_ in found.get(TYPE, ()):
                if isinstance(type_, NamedNode) and type_ in _TYPES:
                    yield subject, _TYPES[type_]

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the resources that a subject points to."""
        found = self._objects[subject].get(predicate, ())
        return [each for each in found if isinstance(each, NamedNode)]

    def words(self, subject: NamedNode, *predicates: NamedNode) -> list[str]:
        """Return the texts of a subject in French or in no language, each once."""
        found = self._objects[subject]
        texts = (each for predicate in predicates for each in found.get(predicate, ()))
        return list(
            dict.fromkeys(
                each.value
                for each in texts
                if isinstance(each, Literal) and each.language in (None, "fr")
            )
        )


def _entries(graph: _Graph) -> Iterator[_Entry]:
    for subject, type_ in list(graph.typed()):
        labels = graph.words(subject, PREF_LABEL)
        notation = graph.words(subject, NOTATION)
        label = next(iter((*labels, *notation)), subject.value)
        entry = _Entry(subject.value, type_, label, " ".join(notation), names=labels)
        if type_ == "metier":
            _describe_metier(entry, graph, subject)
        else:
            entry.alt = graph.words(subject, ALT_LABEL)
            entry.rome = notation
        yield entry


def _describe_metier(entry: _Entry, graph: _Graph, metier: NamedNode) -> None:
    entry.names += graph.words(metier, FEMININ, MASCULIN)
    entry.alt = [*graph.words(metier, ALT_LABEL), *graph.words(metier, NOTATION)]
    entry.note = next(iter(graph.words(metier, term("dct:description"))), "")
    for code in graph.nodes(metier, ROME_V3):
        entry.rome += graph.words(code, NOTATION, PREF_LABEL)
    for formation in graph.nodes(metier, FORMATION):
        entry.texts += graph.words(formation, PREF_LABEL)
    for fiche in graph.nodes(metier, FICHE):
        for section in graph.nodes(fiche, SECTION):
            for passage in graph.nodes(section, PASSAGE):
                entry.headlines += graph.words(passage, HEADLINE)
                entry.texts += graph.words(passage, TEXT)
