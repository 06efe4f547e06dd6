"""Names that pages show: métiers and formations by alphabet, codes of the ROME, ESCO's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from ontology.folding import fold, initial
from queries import find

__all__ = ["PageName", "read_names", "rows"]


@dataclass(frozen=True, slots=True)
class PageName:
    """A name; `rank` is its place among those of its kind, `metiers` how many have the thing.

    `kind` is ``metier``, ``formation`` or ``nomenclature``; `niveau` is the IRI of a level, empty
    where there is none.
    """

    iri: str
    kind: str
    rank: int
    label: str
    notation: str
    niveau: str
    metiers: int

    @property
    def initial(self) -> str:
        """The letter under which lists have it."""
        return initial(self.label)


def read_names(store: Store, metiers: Mapping[str, Sequence[str]]) -> dict[str, PageName]:
    """Read all names by IRI, each kind in its alphabet; `metiers` are those of each thing."""
    found: dict[str, PageName] = {}
    for query in ("nomenclatures", "formations", "metiers"):
        named = {value(row, "iri"): row for row in rows(store, query)}
        labels = {iri: value(row, "label") for iri, row in named.items()}
        for rank, iri in enumerate(sorted(named, key=lambda iri: (fold(labels[iri]), iri))):
            found[iri] = PageName(
                iri,
                query.removesuffix("s"),
                rank,
                labels[iri],
                value(named[iri], "notation") if query == "metiers" else "",
                value(named[iri], "niveau") if query == "metiers" else "",
                len(metiers.get(iri, ())),
            )
    return found


def rows(store: Store, query: str, folder: str = "pages") -> Iterator[QuerySolution]:
    """Yield the solutions of a query of a folder of ``queries``."""
    solutions = store.query(find(f"{folder}/{query}").text)
    assert isinstance(solutions, QuerySolutions)
    yield from solutions


def value(row: QuerySolution, name: str) -> str:
    """Return what is bound to a variable, empty if nothing is."""
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else ""
