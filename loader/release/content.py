"""What a release holds, said line by line: the named graphs, and the view over them."""

from collections.abc import Iterator
from dataclasses import dataclass

from loader import nquads
from loader.corpus import Corpus
from loader.graphs import NamedGraph, named_graphs
from loader.release.runs import Runs
from loader.view import View


@dataclass(frozen=True, slots=True)
class Said:
    """How much was said: named graphs, those of fiches among them, métiers with a fiche."""

    graphs: int
    fiches: int
    metiers: int


def say(corpus: Corpus, runs: Runs) -> Said:
    """Give the lines of every named graph and of the view to runs, some of them twice."""
    graphs = list(named_graphs(corpus))
    fiches = [graph for graph in graphs if graph.fiche]
    view = View(fiches)
    runs.add(nquads.default_lines(view.merged()))
    for graph in graphs:
        runs.add(_lines(graph, view))
    runs.add(nquads.default_lines(view.contested()))
    return Said(len(graphs), len(fiches), len(view.metiers))


def _lines(graph: NamedGraph, view: View) -> Iterator[str]:
    """Yield the lines of a named graph, and of what it brings to the view."""
    named, default = f" {graph.name} .", " ."
    shown = view.shows_own(graph)
    for subject, predicate, object_ in graph.own:
        text = f"{subject} {predicate} {object_}"
        yield text + named
        if shown:
            yield text + default
    wins = view.entered_by(graph)
    for subject, predicate, object_ in graph.say():
        text = f"{subject} {predicate} {object_}"
        yield text + named
        if wins(subject, predicate, object_):
            yield text + default
