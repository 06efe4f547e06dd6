"""Release reader of the commands: the store of a release and the graphs of its fiches."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from loader.corpus.problems import LoaderError
from loader.editions.editions import Edition
from loader.model import iris
from loader.model.rdf_terms import TYPE, Triple, term
from loader.release.release_directory import manifest_of
from loader.sources.formation_markdown import IDEO_SOURCE
from server.releases.layout import STORE_FOLDER

_FICHES = (term("mg:Fiche"), term("mg:FicheFormation"))
_ID = re.compile(r"(?:MET|FOR)\.\d+", re.ASCII)


class BuiltRelease:
    """A release opened read-only; LoaderError where it cannot be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = manifest_of(folder)
        try:
            self.store = Store.read_only(str(folder / STORE_FOLDER))
        except (OSError, RuntimeError, ValueError) as error:
            mend = "metiers build des mêmes sources le refait"
            raise LoaderError(f"{folder} : le magasin ne s'ouvre pas ; {mend}") from error

    def fiches(self, source: str | None = None) -> list[tuple[str, NamedNode]]:
        """Return the ids and the graphs of all fiches, or of those of a source.

        They are in the order of the numbers, and of one id that of `graph_of` first.
        """
        graphs = sorted(self._graphs(None, source), key=_rank, reverse=True)
        found = [(graph.value.rpartition("/")[2], graph) for graph in graphs]
        return sorted(found, key=lambda each: _order(each[0]))

    def graph_of(self, id_: str, source: str | None = None) -> NamedNode:
        """Return the named graph of a fiche: that of its newest edition.

        A formation may have two fiches: the one with prose comes first.
        """
        if not _ID.fullmatch(id_):
            reason = "« MET.n » ou « FOR.n » est attendu"
            raise LoaderError(f"« {id_} » n'est pas un identifiant : {reason}")
        found = self._graphs(iris.fiche(id_), source)
        if not found:
            of_source = f" de {source}" if source else ""
            raise LoaderError(f"{id_} : pas de fiche{of_source} dans cette release")
        return max(found, key=_rank)

    def _graphs(self, fiche: NamedNode | None, source: str | None) -> list[NamedNode]:
        """Return the graphs that describe a fiche, or any, of a source, or of any."""
        quads = (self.store.quads_for_pattern(fiche, TYPE, kind, None) for kind in _FICHES)
        names = (quad.graph_name for quad in chain.from_iterable(quads))
        graphs = (name for name in names if isinstance(name, NamedNode))
        return [each for each in graphs if source in (None, source_of(each))]

    def triples(self, graph: NamedNode) -> Iterator[Triple]:
        """Yield the triples of a named graph."""
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.subject, quad.predicate, quad.object


def _order(id_: str) -> tuple[bool, int]:
    return not id_.startswith("MET"), int(id_.partition(".")[2])


def source_of(graph: NamedNode) -> str:
    """Return the source of the graph of a fiche."""
    return graph.value.split("/")[-3]


def edition_of(graph: NamedNode) -> str:
    """Return the name of the edition that the graph of a fiche is of."""
    return graph.value.split("/")[-2]


def _rank(graph: NamedNode) -> tuple[bool, tuple[bool, tuple[int, ...], str]]:
    """Return the rank of a graph: a fiche of a formation is rather the one with prose."""
    source, name = graph.value.split("/")[-3:-1]
    return source != IDEO_SOURCE, Edition(source, name).rank
