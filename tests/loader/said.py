"""Corpora of a few sheets, and what they say: graphs, view, store."""

from collections.abc import Sequence

from pyoxigraph import RdfFormat, Store

from loader.corpus.corpus import Corpus, FicheLue, Lecture
from loader.corpus.formats import FORMATS
from loader.editions.editions import Edition
from loader.model import nquads
from loader.model.graphs import NamedGraph, named_graphs
from loader.model.rdf_terms import Triple
from loader.records import CodeRome, Fiche
from loader.sources import rome_v3_tree
from loader.sources.documents import Fichier
from loader.sources.fiche_markdown import read_fiche
from loader.view.view import View

FICHIER = Fichier("f.md", "0" * 64, 1)
ROME = Lecture(
    next(each for each in FORMATS if each.taken_for == rome_v3_tree.TAKEN_FOR),
    Edition("rome-v3", "v344"),
    FICHIER,
    (CodeRome("B", "Des nuages", None),),
)


def fiche_of(sheet: str) -> Fiche:
    """Return the record of a sheet that can be read."""
    fiche, _ = read_fiche(sheet, "f.md")
    assert fiche is not None
    return fiche


def corpus_of(*fiches: tuple[str, Fiche], others: Sequence[Lecture] = (ROME,)) -> Corpus:
    """Return a corpus of some fiches, each with the name of its edition."""
    lues = [FicheLue(Edition("onisep-metiers", name), FICHIER, fiche) for name, fiche in fiches]
    return Corpus(fiches=lues, lectures=[*others])


def graphs_of(*fiches: tuple[str, Fiche], others: Sequence[Lecture] = (ROME,)) -> list[NamedGraph]:
    """Return the named graphs of some fiches."""
    return list(named_graphs(corpus_of(*fiches, others=others)))


def view_of(graphs: Sequence[NamedGraph]) -> list[Triple]:
    """Return the view over some named graphs, each triple once."""
    view = View([graph for graph in graphs if graph.fiche])
    found = list(view.merged())
    for graph in graphs:
        if view.shows_own(graph):
            found += graph.own
        wins = view.entered_by(graph)
        found += (triple for triple in graph.say() if wins(*triple))
    return list(dict.fromkeys([*found, *view.contested()]))


def union_of(graphs: Sequence[NamedGraph]) -> set[Triple]:
    """Return all that some named graphs say."""
    return {triple for graph in graphs for triple in (*graph.own, *graph.say())}


def store_of(*sheets: str) -> Store:
    """Return a store in memory with the view over some sheets."""
    graphs = graphs_of(*(("2025-10", fiche_of(sheet)) for sheet in sheets))
    store = Store()
    text = nquads.text_of(nquads.default_lines(view_of(graphs)))
    store.bulk_load(text, RdfFormat.N_QUADS)
    return store
