"""Description of a fiche by the triples of its named graph: what is said, part by part."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from loader.model import iris
from loader.model.rdf_terms import (
    HEADLINE,
    ITEM,
    ITEM_LIST_ELEMENT,
    NAME,
    NIVEAU_TITRE,
    PASSAGE,
    POSITION,
    RUBRIQUE,
    SECTION,
    TEXT,
    Triple,
)
from loader.records import Passage, Rubrique, Section

T = TypeVar("T")


class GraphDescription:
    """The triples of one graph by subject and predicate, and the parts of the fiche of an id."""

    def __init__(self, id_: str, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[NamedNode, NamedNode], list[NamedNode | Literal]] = defaultdict(
            list
        )
        for subject, predicate, object_ in triples:
            self._objects[subject, predicate].append(object_)
        self._sections = {
            kind: section
            for section in self.nodes(iris.fiche(id_), SECTION)
            for kind in self.nodes(section, RUBRIQUE)
        }

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

    def has_part(self, rubrique: Rubrique) -> bool:
        """Tell whether the fiche has a part, be it empty."""
        return iris.rubrique(rubrique) in self._sections

    def sections(self, rubriques: Iterable[Rubrique]) -> tuple[Section, ...]:
        """Return those of some parts that are there, as prose, in the order that is given."""
        return tuple(
            Section(each, tuple(map(self._passage, self._ordered(node, PASSAGE))), name)
            for each in rubriques
            if (node := self._sections.get(iris.rubrique(each)))
            for name in (self.text(node, NAME),)
        )

    def elements(self, rubrique: Rubrique, read: Callable[[NamedNode], T]) -> tuple[T, ...] | None:
        """Return what `read` makes of each element of a list; None where the part is not there."""
        section = self._sections.get(iris.rubrique(rubrique))
        return section and tuple(map(read, self._ordered(section, ITEM_LIST_ELEMENT)))

    def items(self, rubrique: Rubrique, read: Callable[[NamedNode], T]) -> tuple[T, ...] | None:
        """Return what `read` makes of the thing that each element of a list is."""
        found = self.elements(rubrique, lambda element: self.nodes(element, ITEM))
        return None if found is None else tuple(read(item) for each in found for item in each)

    def _passage(self, node: NamedNode) -> Passage:
        niveau = self.text(node, NIVEAU_TITRE)
        return Passage(
            self.text(node, HEADLINE),
            None if niveau is None else int(niveau),
            self.text(node, TEXT),
        )

    def _ordered(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the resources that a subject points to, by their `schema:position`."""
        return sorted(
            self.nodes(subject, predicate),
            key=lambda node: int(self.text(node, POSITION) or 0),
        )
