"""Fills the store of a release with its lines: the named graphs, and the view over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from loader.corpus.corpus import Corpus
from loader.corpus.garbage_collection import pause_garbage_collector
from loader.model import iris, nquads
from loader.model.graphs import NamedGraph, everyday_name_triples, named_graphs
from loader.model.rdf_terms import Triple
from loader.release.bulk_loader import BackgroundLoad
from loader.release.external_sort import ExternalSort
from loader.view.view import View


@dataclass(frozen=True, slots=True)
class FilledStore:
    """How much was loaded: named graphs, those of fiches among them, métiers with a fiche."""

    graphs: int
    fiches: int
    metiers: int


def fill_store(corpus: Corpus, store: Path, folder: Path) -> tuple[FilledStore, ExternalSort]:
    """Load the graphs of a corpus and the view into a new store; return its lines too, as runs."""
    with pause_garbage_collector(), BackgroundLoad(store) as load:
        runs = ExternalSort(folder, load.add)
        filled = write_lines(corpus, runs)
        runs.flush()
    return filled, runs


def write_lines(corpus: Corpus, runs: ExternalSort) -> FilledStore:
    """Give the lines of every named graph and of the view to runs, some of them twice."""
    graphs = list(named_graphs(corpus))
    fiches = [graph for graph in graphs if graph.fiche]
    view = View(fiches)
    runs.add(nquads.default_graph_lines(view.merged_triples()))
    for graph in graphs:
        runs.add(_lines(graph, view))
    runs.add(nquads.default_graph_lines(view.contested_triples()))
    nameless = tuple(view.nameless_triples())
    runs.add(_own_lines(iris.own_graph("sans-nom"), nameless))
    everyday = tuple(each for each in everyday_name_triples() if view.has_name(each[0]))
    runs.add(_own_lines(iris.own_graph("ontologie"), everyday))
    return FilledStore(len(graphs) + bool(nameless), len(fiches), len(view.metiers))


def _own_lines(graph: NamedNode, triples: Sequence[Triple]) -> Iterator[str]:
    """Yield the lines of triples of our own, in a named graph and in the view."""
    for _, text in nquads.triple_texts(triples):
        yield f"{text} {graph} ."
        yield f"{text} ."


def _lines(graph: NamedGraph, view: View) -> Iterator[str]:
    """Yield the lines of a named graph, and of what it brings to the view."""
    named, default = f" {graph.name} .", " ."
    shown = view.shows_own(graph)
    for _, text in nquads.triple_texts(graph.own_triples):
        yield text + named
        if shown:
            yield text + default
    wins = view.win_test(graph)
    for triple, text in nquads.triple_texts(graph.shared_triples()):
        yield text + named
        if wins(*triple):
            yield text + default
