"""What a release holds, said line by line: the named graphs, and the view over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loader.corpus.corpus import Corpus, collector_paused
from loader.model import nquads
from loader.model.graphs import NamedGraph, named_graphs
from loader.release.bulk_loader import BackgroundLoad
from loader.release.external_sort import ExternalSort
from loader.view.view import View


@dataclass(frozen=True, slots=True)
class FilledStore:
    """How much was said: named graphs, those of fiches among them, métiers with a fiche."""

    graphs: int
    fiches: int
    metiers: int


def fill(corpus: Corpus, store: Path, folder: Path) -> tuple[FilledStore, ExternalSort]:
    """Load all that a corpus says into a new store; return its lines too, as runs in a folder."""
    with collector_paused(), BackgroundLoad(store) as load:
        runs = ExternalSort(folder, load.add)
        said = say(corpus, runs)
        runs.flush()
    return said, runs


def say(corpus: Corpus, runs: ExternalSort) -> FilledStore:
    """Give the lines of every named graph and of the view to runs, some of them twice."""
    graphs = list(named_graphs(corpus))
    fiches = [graph for graph in graphs if graph.fiche]
    view = View(fiches)
    runs.add(nquads.default_lines(view.merged()))
    for graph in graphs:
        runs.add(_lines(graph, view))
    runs.add(nquads.default_lines(view.contested()))
    return FilledStore(len(graphs), len(fiches), len(view.metiers))


def _lines(graph: NamedGraph, view: View) -> Iterator[str]:
    """Yield the lines of a named graph, and of what it brings to the view."""
    named, default = f" {graph.name} .", " ."
    shown = view.shows_own(graph)
    for _, text in nquads.written(graph.own):
        yield text + named
        if shown:
            yield text + default
    wins = view.entered_by(graph)
    for triple, text in nquads.written(graph.say()):
        yield text + named
        if wins(*triple):
            yield text + default
