"""Fiche record read back from the triples of its named graph and from nothing else."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    FEMININ,
    HEADLINE,
    ITEM,
    ITEM_LIST_ELEMENT,
    MASCULIN,
    NAME,
    NIVEAU_ACCES,
    NIVEAU_TITRE,
    NOTATION,
    PASSAGE,
    POSITION,
    PREF_LABEL,
    RUBRIQUE,
    SECTION,
    TEXT,
    Triple,
)
from loader.records import (
    Appellation,
    Fiche,
    FormationCitee,
    Paire,
    Passage,
    Rubrique,
    Section,
    Valeur,
)

T = TypeVar("T")

_NOT_PROSE = frozenset(
    {
        Rubrique.APPELLATIONS,
        Rubrique.AUTRES_APPELLATIONS,
        Rubrique.CODES_ROME,
        Rubrique.NIVEAU_ACCES,
        Rubrique.FORMATIONS,
        Rubrique.STATUTS,
        Rubrique.CENTRES_INTERET,
    }
)


class _Description:
    """The triples of one graph, by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[NamedNode, NamedNode], list[NamedNode | Literal]] = defaultdict(
            list
        )
        for subject, predicate, object_ in triples:
            self._objects[subject, predicate].append(object_)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the resources that a subject points to."""
        found = self._objects.get((subject, predicate), ())
        return [each for each in found if isinstance(each, NamedNode)]

    def text(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the literal that a subject has, or None."""
        found = self._objects.get((subject, predicate), ())
        return next((each.value for each in found if isinstance(each, Literal)), None)

    def required(self, subject: NamedNode, predicate: NamedNode) -> str:
        """Return the literal that a subject must have, empty where the graph was damaged."""
        return self.text(subject, predicate) or ""

    def ordered(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the resources that a subject points to, by their `schema:position`."""
        return sorted(
            self.nodes(subject, predicate),
            key=lambda node: int(self.text(node, POSITION) or 0),
        )


def fiche_from_graph(id_: str, triples: Iterable[Triple]) -> Fiche | None:
    """Return what a sheet prints of the fiche that a graph describes.

    None when the graph holds no title for this id. What only the official export has (sectors,
    associated métiers, publications, links) is printed by no sheet and left alone.
    """
    found = _Description(triples)
    metier = iris.metier(id_)
    titre = found.text(metier, PREF_LABEL)
    if titre is None:
        return None
    reading = _GraphReading(found, metier, iris.fiche(id_))
    return Fiche(
        id=id_,
        titre=titre,
        appellations=reading.appellations(),
        autres_appellations=reading.autres_appellations(),
        codes_rome=reading.codes_rome(),
        sections=reading.sections(),
        niveau=reading.niveau(),
        formations=reading.formations(),
        statuts=reading.valeurs(Rubrique.STATUTS),
        interets=reading.valeurs(Rubrique.CENTRES_INTERET),
    )


class _GraphReading:
    """One fiche of a description, part by part."""

    def __init__(self, found: _Description, metier: NamedNode, document: NamedNode) -> None:
        self._found = found
        self._metier = metier
        self._sections = {
            kind: section
            for section in found.nodes(document, SECTION)
            for kind in found.nodes(section, RUBRIQUE)
        }

    def appellations(self) -> Paire | None:
        there = iris.rubrique(Rubrique.APPELLATIONS) in self._sections
        return self._pair(self._metier) if there else None

    def autres_appellations(self) -> tuple[Appellation, ...] | None:
        items = self._items(Rubrique.AUTRES_APPELLATIONS)
        return _each(
            items,
            lambda node: Appellation(self._found.required(node, PREF_LABEL), self._pair(node)),
        )

    def niveau(self) -> Valeur | None:
        levels = self._found.nodes(self._metier, NIVEAU_ACCES)
        return self._valeur(levels[0]) if levels else None

    def _valeur(self, node: NamedNode) -> Valeur:
        return Valeur(self._found.required(node, PREF_LABEL), self._found.text(node, NOTATION))

    def formations(self) -> tuple[FormationCitee, ...] | None:
        items = self._items(Rubrique.FORMATIONS)
        required = self._found.required
        return _each(
            items,
            lambda node: FormationCitee(required(node, NOTATION), required(node, PREF_LABEL)),
        )

    def codes_rome(self) -> tuple[str, ...] | None:
        items = self._items(Rubrique.CODES_ROME)
        return _each(items, lambda node: self._found.required(node, NOTATION))

    def valeurs(self, rubrique: Rubrique) -> tuple[Valeur, ...] | None:
        return _each(self._items(rubrique), self._valeur)

    def sections(self) -> tuple[Section, ...]:
        found = self._found
        return tuple(
            Section(
                rubrique,
                tuple(map(self._passage, found.ordered(node, PASSAGE))),
                found.text(node, NAME),
            )
            for rubrique in Rubrique
            if (node := self._sections.get(iris.rubrique(rubrique))) and rubrique not in _NOT_PROSE
        )

    def _passage(self, node: NamedNode) -> Passage:
        niveau = self._found.text(node, NIVEAU_TITRE)
        return Passage(
            self._found.text(node, HEADLINE),
            None if niveau is None else int(niveau),
            self._found.text(node, TEXT),
        )

    def _items(self, rubrique: Rubrique) -> tuple[NamedNode, ...] | None:
        section = self._sections.get(iris.rubrique(rubrique))
        if section is None:
            return None
        elements = self._found.ordered(section, ITEM_LIST_ELEMENT)
        return tuple(item for element in elements for item in self._found.nodes(element, ITEM))

    def _pair(self, node: NamedNode) -> Paire:
        return Paire(self._found.text(node, FEMININ), self._found.text(node, MASCULIN))


def _each(
    items: tuple[NamedNode, ...] | None, read: Callable[[NamedNode], T]
) -> tuple[T, ...] | None:
    return None if items is None else tuple(read(item) for item in items)
