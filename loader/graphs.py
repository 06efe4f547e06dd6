"""The named graphs of a corpus: what each source says, word for word its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from loader import iris
from loader.corpus import Corpus, FicheLue
from loader.editions import UNKNOWN, Edition
from loader.records import Fiche
from loader.terms import Triple
from loader.triples import fiche_triples, reference_triples, rome_triples
from loader.triples.provenance import edition_triples, graph_triples
from ontology import graph_files


class Authority(IntEnum):
    """Whose label of a shared thing the view shows: the greater wins."""

    FICHE = 0
    REFERENCE = 1
    ONTOLOGIE = 2


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One named graph, each triple once.

    `own` are the facts of the métier that the graph is about, `shared` what it says of things that
    other graphs speak of too; `fiche` is the record that the graph says, where it says one.
    """

    name: NamedNode
    authority: Authority
    edition: Edition
    own: list[Triple]
    shared: list[Triple]
    fiche: Fiche | None = None

    @property
    def triples(self) -> Iterator[Triple]:
        """All triples of the graph."""
        return chain(self.own, self.shared)


_OURS = Edition("metiers-graphe", UNKNOWN)


def named_graphs(corpus: Corpus) -> list[NamedGraph]:
    """Return every named graph of a release, the ontology and the sources included."""
    ontologie, sources = iris.own_graph("ontologie"), iris.own_graph("sources")
    return [
        *map(_fiche_graph, corpus.fiches),
        *_rome_graphs(corpus),
        NamedGraph(ontologie, Authority.ONTOLOGIE, _OURS, [], ontology_triples()),
        NamedGraph(sources, Authority.REFERENCE, _OURS, [], _provenance(corpus)),
    ]


def _fiche_graph(lue: FicheLue) -> NamedGraph:
    name = iris.graph(lue.edition.source, lue.edition.name, lue.fiche.id)
    own, shared = fiche_triples(lue.fiche), reference_triples(lue.fiche)
    once = list(dict.fromkeys(own)), list(dict.fromkeys(shared))
    return NamedGraph(name, Authority.FICHE, lue.edition, *once, lue.fiche)


def _rome_graphs(corpus: Corpus) -> Iterator[NamedGraph]:
    for edition in dict.fromkeys(arbre.edition for arbre in corpus.arbres):
        codes = chain.from_iterable(lu.codes for lu in corpus.arbres if lu.edition == edition)
        name = iris.graph(edition.source, edition.name)
        triples = list(dict.fromkeys(rome_triples(codes)))
        yield NamedGraph(name, Authority.REFERENCE, edition, [], triples)


def _provenance(corpus: Corpus) -> list[Triple]:
    editions = dict.fromkeys(lecture.edition for lecture in corpus.lectures)
    found = list(edition_triples(editions))
    for lue in corpus.fiches:
        graph = iris.graph(lue.edition.source, lue.edition.name, lue.fiche.id)
        found += graph_triples(graph, lue.edition, lue.fichier)
    for lu in corpus.arbres:
        graph = iris.graph(lu.edition.source, lu.edition.name)
        found += graph_triples(graph, lu.edition, lu.fichier)
    return list(dict.fromkeys(found))


def ontology_triples() -> list[Triple]:
    """Return the ontology: vocabulary, schemes and alignments, without blank node."""
    found: dict[Triple, None] = {}
    for name, text in graph_files().items():
        for quad in parse(input=text, format=RdfFormat.TURTLE):
            subject, object_ = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(object_, NamedNode | Literal):
                raise TypeError(f"ontology/{name}: un nœud anonyme : {quad}")
            found[subject, quad.predicate, object_] = None
    return list(found)
