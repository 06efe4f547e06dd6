"""The named graphs of a corpus: what each source says, word for word its own.

They come one by one, the newest edition of a source first, and their shared triples are said when
they are asked for: no more than one graph is in memory at a time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from itertools import chain, groupby
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from loader.corpus.corpus import Corpus, FicheLue
from loader.corpus.formats import Saying
from loader.editions.editions import UNKNOWN, Edition
from loader.model import iris
from loader.model.rdf_terms import TYPE, Triple, french, integer, term
from loader.records import Fiche
from loader.sources.catalogue import SOURCES
from loader.sources.documents import Fichier
from loader.triples import fiche_triples, reference_triples
from loader.view.deprecations import vanished_triples
from ontology import graph_files

_DATASET = term("dcat:Dataset")
_TITLE, _PUBLISHER = term("dct:title"), term("dct:publisher")
_LICENSE, _PART_OF = term("dct:license"), term("dct:isPartOf")
_LANDING_PAGE, _EDITION = term("dcat:landingPage"), term("mg:edition")
_PRIORITE, _LECTEUR = term("mg:priorite"), term("mg:lecteur")
_DERIVED_FROM, _ENTITY = term("prov:wasDerivedFrom"), term("prov:Entity")
_NAME, _BYTE_SIZE = term("schema:name"), term("dcat:byteSize")

_OURS = Edition("metiers-graphe", UNKNOWN)
_ONTOLOGY_PRIORITY = 100
_MENTION = 45
"""Priority of what a fiche says of other things: a mention, below whoever describes them."""

_Sayings = list[tuple[Saying, list[Any]]]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One named graph.

    `own` are the facts of the métier that the graph is about, `say` gives what it says of things
    that other graphs speak of too. Of two graphs that state one field, the one of the greater
    `priority` wins it; of two editions of a source, the newer: `has_elders` tells whether an older
    one is there too.
    """

    name: NamedNode
    edition: Edition
    priority: int
    say: Callable[[], Iterable[Triple]]
    own: tuple[Triple, ...] = ()
    fiche: Fiche | None = None
    has_elders: bool = False


def named_graphs(corpus: Corpus) -> Iterator[NamedGraph]:
    """Yield every named graph of a release, the ontology and the sources included."""
    ontologie, sources = iris.own_graph("ontologie"), iris.own_graph("sources")
    yield NamedGraph(ontologie, _OURS, _ONTOLOGY_PRIORITY, ontology_triples)
    yield NamedGraph(sources, _OURS, 0, partial(_provenance, corpus))
    if vanished := tuple(vanished_triples(corpus)):
        yield NamedGraph(iris.own_graph("editions"), _OURS, 0, lambda: vanished)
    newest_first = sorted(corpus.fiches, key=lambda lue: lue.fiche.id)
    newest_first.sort(key=lambda lue: lue.edition.rank, reverse=True)
    editions = list(corpus.files)
    for graph in chain(map(_fiche_graph, newest_first), _reference_graphs(corpus)):
        mine = graph.edition
        elder = any(each.source == mine.source and each.rank < mine.rank for each in editions)
        yield replace(graph, has_elders=True) if elder else graph


def _fiche_graph(lue: FicheLue) -> NamedGraph:
    name = iris.graph(lue.edition.source, lue.edition.name, lue.fiche.id)
    own = tuple(dict.fromkeys(fiche_triples(lue.fiche)))
    return NamedGraph(
        name, lue.edition, _MENTION, partial(reference_triples, lue.fiche), own, lue.fiche
    )


def _reference_graphs(corpus: Corpus) -> Iterator[NamedGraph]:
    lectures = [each for each in corpus.lectures if each.format.say is not None]
    lectures.sort(key=lambda each: each.edition.rank, reverse=True)
    lectures.sort(key=lambda each: each.edition.source)
    for edition, group in groupby(lectures, key=lambda each: each.edition):
        several = list(group)
        kinds = dict.fromkeys(each.format for each in several)
        sayings: _Sayings = [
            (kind.say, [each.record for each in several if each.format == kind])
            for kind in sorted(kinds, key=lambda kind: kind.taken_for)
            if kind.say
        ]
        name, priority = iris.graph(edition.source, edition.name), SOURCES[edition.source].priority
        yield NamedGraph(name, edition, priority, partial(_say_all, edition.source, sayings))


def _say_all(source: str, sayings: _Sayings) -> Iterator[Triple]:
    return chain.from_iterable(say(source, records) for say, records in sayings)


def _provenance(corpus: Corpus) -> Iterator[Triple]:
    yield from edition_triples(corpus.files)
    for lue in corpus.fiches:
        graph = iris.graph(lue.edition.source, lue.edition.name, lue.fiche.id)
        yield from graph_triples(graph, lue.edition, lue.fichier)
    for lecture in corpus.lectures:
        if lecture.format.say is not None:
            graph = iris.graph(lecture.edition.source, lecture.edition.name)
            yield from graph_triples(graph, lecture.edition, lecture.fichier)


def edition_triples(editions: Iterable[Edition]) -> Iterator[Triple]:
    """Yield what is known of each edition: title, publisher, licence, rank in the view."""
    for edition in editions:
        node, source = iris.edition(edition.source, edition.name), SOURCES[edition.source]
        yield node, TYPE, _DATASET
        yield node, _TITLE, french(source.title)
        yield node, _PUBLISHER, Literal(source.publisher)
        yield node, _LICENSE, NamedNode(source.licence)
        yield node, _LANDING_PAGE, NamedNode(source.page)
        yield node, _EDITION, Literal(edition.name)
        yield node, _PRIORITE, integer(source.priority)


@cache
def _reader() -> Literal:
    return Literal(f"metiers-graphe {version('metiers-graphe')}")


def graph_triples(graph: NamedNode, edition: Edition, fichier: Fichier) -> Iterator[Triple]:
    """Yield where one named graph comes from."""
    node = iris.fichier(fichier.sha256)
    yield graph, _PART_OF, iris.edition(edition.source, edition.name)
    yield graph, _DERIVED_FROM, node
    yield graph, _LECTEUR, _reader()
    yield node, TYPE, _ENTITY
    yield node, _NAME, Literal(fichier.name)
    yield node, _BYTE_SIZE, integer(fichier.size)


def ontology_triples() -> Iterator[Triple]:
    """Yield the ontology: vocabulary, schemes and alignments, without blank node."""
    for name, text in graph_files().items():
        for quad in parse(input=text, format=RdfFormat.TURTLE):
            subject, object_ = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(object_, NamedNode | Literal):
                raise TypeError(f"ontology/{name}: un nœud anonyme : {quad}")
            yield subject, quad.predicate, object_
