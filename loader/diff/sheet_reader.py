"""Sheet reader: the sheets of one edition, read thing by thing as a view is.

What a sheet names has the name that the view gives it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from loader.diff.changes import METIER, ComparedKind
from loader.diff.view_reader import ViewReader
from loader.model import iris
from loader.records import Fiche
from loader.triples import fiche_triples

__all__ = ["SheetReader"]

_STARTS: Final = (iris.metier("").value, iris.fiche("").value)
_AT_HAND: Final = 4
"""How many sheets' triples are held at a time: about 250 each."""


class SheetReader(ViewReader):
    """The sheets of an edition, by id; `store` holds the view of what else they name."""

    def __init__(self, store: Store, fiches: Mapping[str, Fiche]) -> None:
        super().__init__(store)
        self._fiches = fiches
        self._said = lru_cache(_AT_HAND)(self._read)

    def things(self, kind: ComparedKind) -> set[str]:
        """Return the IRIs of the métiers of the edition; it has nothing of other kinds."""
        return {iris.metier(id_).value for id_ in self._fiches} if kind is METIER else set()

    def _read(self, id_: str) -> Mapping[NamedNode, Sequence[Quad]]:
        found: dict[NamedNode, list[Quad]] = defaultdict(list)
        for triple in dict.fromkeys(fiche_triples(self._fiches[id_])):
            found[triple[0]].append(Quad(*triple))
        return found

    def _quads(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        id_ = self._id_of(subject)
        if id_ not in self._fiches:
            yield from super()._quads(subject, predicate)
            return
        for quad in self._said(id_).get(subject, ()):
            if predicate in (None, quad.predicate):
                yield quad

    def _id_of(self, subject: NamedNode) -> str:
        """Return the id of the sheet that a subject is told of in, empty where it is in none."""
        for start in _STARTS:
            if subject.value.startswith(start):
                return subject.value.removeprefix(start).partition("/")[0]
        return ""
