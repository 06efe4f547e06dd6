"""Release reader of the commands: the store of a release and the graphs of its fiches."""

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from loader.corpus.problems import LoaderError
from loader.editions.editions import Edition
from loader.model import iris
from loader.model.rdf_terms import TYPE, Triple, term
from loader.release.release_directory import manifest_of
from server.releases.layout import STORE_FOLDER

_FICHE = term("mg:Fiche")
_ID = re.compile(r"MET\.\d+", re.ASCII)


class BuiltRelease:
    """A release opened read-only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = manifest_of(folder)
        self.store = Store.read_only(str(folder / STORE_FOLDER))

    def fiches(self) -> list[str]:
        """Return the ids of the fiches, in the order of their numbers."""
        quads = self.store.quads_for_pattern(None, TYPE, _FICHE, None)
        prefix = iris.fiche("").value
        subjects = (quad.subject for quad in quads)
        ids = {node.value.removeprefix(prefix) for node in subjects if isinstance(node, NamedNode)}
        return sorted(ids, key=lambda id_: int(id_.partition(".")[2]))

    def graph_of(self, id_: str) -> NamedNode:
        """Return the named graph of a fiche's newest edition."""
        if not _ID.fullmatch(id_):
            raise LoaderError(f"« {id_} » n'est pas un identifiant : « MET.n » est attendu")
        document = iris.fiche(id_)
        found = [
            quad.graph_name
            for quad in self.store.quads_for_pattern(document, TYPE, _FICHE, None)
            if isinstance(quad.graph_name, NamedNode)
        ]
        if not found:
            raise LoaderError(f"{id_} : pas de fiche dans cette release")
        return max(found, key=_edition_rank)

    def triples(self, graph: NamedNode) -> Iterator[Triple]:
        """Yield the triples of a named graph."""
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.subject, quad.predicate, quad.object


def _edition_rank(graph: NamedNode) -> tuple[bool, tuple[int, ...], str]:
    source, name = graph.value.split("/")[-3:-1]
    return Edition(source, name).rank
