"""The default graph: one winner a field, the union elsewhere, and nothing that no graph says."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from pyoxigraph import Literal, NamedNode

from loader.graphs import Authority, NamedGraph
from loader.merge import merge
from loader.records import Fiche
from loader.terms import PREF_LABEL, Triple
from loader.triples import fiche_triples


def default_graph(graphs: Sequence[NamedGraph]) -> list[Triple]:
    """Return the view over some named graphs, each triple once.

    Facts of a métier are those of its merged editions. A shared thing (code, formation, level)
    keeps every statement of every graph but its label, of which one a language stays: that of the
    ontology, else of ROME, else of the newest edition, else the most frequent, else the first in
    text order.
    """
    labels: dict[NamedNode, Counter[_Candidate]] = defaultdict(Counter)
    view: dict[Triple, None] = dict.fromkeys(_metiers(graphs))
    for graph in graphs:
        for triple in graph.shared:
            subject, predicate, object_ = triple
            if predicate == PREF_LABEL and isinstance(object_, Literal):
                labels[subject][graph.authority, graph.edition.rank, object_] += 1
            else:
                view[triple] = None
    for subject, candidates in labels.items():
        for label in _winners(candidates):
            view[subject, PREF_LABEL, label] = None
    return list(view)


def superseded(view: Sequence[Triple], graphs: Sequence[NamedGraph]) -> list[Triple]:
    """Return the triples of the named graphs that the view leaves out."""
    shown = set(view)
    said = chain.from_iterable(graph.triples for graph in graphs)
    return [triple for triple in dict.fromkeys(said) if triple not in shown]


_Candidate = tuple[Authority, tuple[bool, str], Literal]


def _metiers(graphs: Sequence[NamedGraph]) -> Iterator[Triple]:
    """Yield the facts of each métier: those of its one edition, or of the merge of several."""
    editions: dict[str, list[tuple[Fiche, NamedGraph]]] = defaultdict(list)
    for graph in graphs:
        if graph.fiche:
            editions[graph.fiche.id].append((graph.fiche, graph))
    for several in editions.values():
        if len(several) == 1:
            yield from several[0][1].own
            continue
        several.sort(key=lambda each: each[1].edition.rank, reverse=True)
        said = set(chain.from_iterable(graph.own for _, graph in several))
        merged = fiche_triples(merge([fiche for fiche, _ in several]))
        yield from (triple for triple in merged if triple in said)


def _winners(candidates: "Counter[_Candidate]") -> Iterator[Literal]:
    """Yield one label a language."""
    ranked = sorted(candidates.items(), key=lambda item: item[0][2].value)
    ranked.sort(key=lambda item: (item[0][0], item[0][1], item[1]), reverse=True)
    languages: set[str | None] = set()
    for (_, _, label), _ in ranked:
        if label.language not in languages:
            languages.add(label.language)
            yield label
