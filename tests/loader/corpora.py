"""Corpora of a few sheets, with their graphs, view and store."""

from collections.abc import Sequence

from pyoxigraph import RdfFormat, Store

from loader.corpus.corpus import Corpus, EditionFiche, SourceFile
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
ROME = SourceFile(
    next(each for each in FORMATS if each.label == rome_v3_tree.LABEL),
    Edition("rome-v3", "v344"),
    FICHIER,
    (CodeRome("B", "Des nuages", None),),
)


def fiche_of(sheet: str) -> Fiche:
    """Return the record of a sheet that can be read."""
    fiche, _ = read_fiche(sheet, "f.md")
    assert fiche is not None
    return fiche


def corpus_of(*fiches: tuple[str, Fiche], others: Sequence[SourceFile] = (ROME,)) -> Corpus:
    """Return a corpus of some fiches, each with the name of its edition."""
    entries = [
        EditionFiche(Edition("onisep-metiers", name), FICHIER, fiche) for name, fiche in fiches
    ]
    return Corpus(fiches=entries, source_files=[*others])


def graphs_of(
    *fiches: tuple[str, Fiche], others: Sequence[SourceFile] = (ROME,)
) -> list[NamedGraph]:
    """Return the named graphs of some fiches."""
    return list(named_graphs(corpus_of(*fiches, others=others)))


def view_of(graphs: Sequence[NamedGraph]) -> list[Triple]:
    """Return the view over some named graphs, each triple once."""
    view = View([graph for graph in graphs if graph.fiche])
    found = list(view.merged_triples())
    for graph in graphs:
        if view.shows_own(graph):
            found += graph.own_triples
        wins = view.win_test(graph)
        found += (triple for triple in graph.shared_triples() if wins(*triple))
    return list(dict.fromkeys([*found, *view.contested_triples()]))


def union_of(graphs: Sequence[NamedGraph]) -> set[Triple]:
    """Return all that some named graphs say."""
    return {triple for graph in graphs for triple in (*graph.own_triples, *graph.shared_triples())}


def store_of(*sheets: str) -> Store:
    """Return a store in memory with the view over some sheets."""
    graphs = graphs_of(*(("2025-10", fiche_of(sheet)) for sheet in sheets))
    store = Store()
    text = nquads.encode_lines(nquads.default_graph_lines(view_of(graphs)))
    store.bulk_load(text, RdfFormat.N_QUADS)
    return store
